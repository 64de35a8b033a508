package telecomx

import (
	"testing"
	"time"
)

// What the reference leaves open can be played: trimmed names, whole days, kept ends, loose types.
func TestVariants(t *testing.T) {
	x := newClient(t)
	p := x.Platform
	channel := `"channels":[{"_id":"` + Channels[0] + `","type":"BASE"}],"customer":"` + Reseller + `"`
	p.SetVariants(func(v *Variants) { *v = Variants{TrimNames: true} })
	made := x.call(200, "POST", "/iptv/package", `{"name":" News\n",`+channel+`}`)
	if made["name"] != "News" {
		t.Errorf("the name is %q", made["name"])
	}
	id, _ := made["_id"].(string)
	end := x.Now().AddDate(0, 1, 0).Format(time.RFC3339)
	ends := func(members string) time.Time {
		x.call(200, "POST", "/iptv/subscription/"+Customer, `{"packages":[{"_id":"`+id+`"`+members+`}]}`)
		return p.Subscription(Customer).Packages[0].End
	}
	p.SetVariants(func(v *Variants) { *v = Variants{WholeDays: true} })
	if day := ends(`,"end":"` + end + `"`); day.IsZero() || !day.Equal(day.Truncate(24*time.Hour)) {
		t.Errorf("the end is %s", day)
	}
	p.SetVariants(func(v *Variants) { *v = Variants{KeepEnds: true} })
	if kept := ends(""); kept.IsZero() {
		t.Error("an end that is omitted is not kept")
	}
	if cleared := ends(`,"end":null`); !cleared.IsZero() {
		t.Errorf("an end of null is %s", cleared)
	}
	p.SetVariants(func(v *Variants) { *v = Variants{LooseTypes: true} })
	loose := x.call(200, "GET", "/iptv/package", "")
	elements, isObject := loose["packages"].(map[string]any)
	if total, isText := loose["total"].(string); !isText || total == "" || !isObject || elements["0"] == nil {
		t.Errorf("a list is %v", loose)
	}
}
