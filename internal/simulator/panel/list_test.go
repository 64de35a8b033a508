package panel

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// usernames is the usernames of a list's entries.
func usernames(items any) []string {
	names := []string{}
	list, _ := items.([]any)
	for _, item := range list {
		record, _ := item.(map[string]any)
		name, _ := record["username"].(string)
		names = append(names, name)
	}
	return names
}

func TestListSample(t *testing.T) {
	h := newHarness(t)
	pack, expiry := 108, time.Date(2024, 9, 12, 15, 19, 21, 0, time.UTC)
	h.AddLine(Line{
		ID: "1734da33-9723-4df6-90d1-38dc589aa0ec", Username: "larry_line", Password: "12345", ExpireAt: &expiry, IsEnabled: true,
		PackageID: &pack, Bouquets: []int{2, 3, 6, 8}, MaxConnections: 5, ResellerNotes: "larry's home line",
	})
	record := `{
		"line_id": "1734da33-9723-4df6-90d1-38dc589aa0ec", "username": "larry_line", "password": "12345", "mac_addr": null,
		"owner": "billing", "type": "regular", "expire_at": "2024-09-12T15:19:21+00:00", "is_enabled": true, "is_restreamer": false,
		"is_trial": false, "package_id": 108, "bouquets": [8, 6, 3, 2], "max_connections": 5, "reseller_notes": "larry's home line"
	}`
	equal(t, "list", h.get(UserToken, "/ext/lines?username=larry_line"), decoded(t, "["+record+"]"))
	const pagination = `"pagination": {"first_page": 1, "last_page": 1, "current_page": 1, "per_page": 50, "total": 1}`
	page := `{` + pagination + `, "items": [` + record + `]}`
	equal(t, "index", h.get(UserToken, "/ext/lines/index"), decoded(t, `{"status": "success", "data": `+page+`}`))
	h.SetVariants(func(v *Variants) { v.DataArray = true })
	equal(t, "data array", h.get(UserToken, "/ext/lines/index"), decoded(t, `{"status": "success", "data": [`+page+`]}`))
	equal(t, "find", h.get(UserToken, "/ext/line/find?username=larry_line&password=12345"),
		decoded(t, `{"line_id": "1734da33-9723-4df6-90d1-38dc589aa0ec"}`))
}

func TestPages(t *testing.T) {
	h := newHarness(t)
	h.AddLines(133)
	lines := h.Lines()
	tests := []struct {
		query                     string
		last, current, per, total int64
		from, to                  int
	}{
		{"", 3, 1, 50, 133, 0, 50},
		{"?page=2&per_page=50", 3, 2, 50, 133, 50, 100},
		{"?page=3", 3, 3, 50, 133, 100, 133},
		{"?page=4", 3, 4, 50, 133, 0, 0},
		{"?page=9223372036854775807&per_page=100", 2, 9223372036854775807, 100, 133, 0, 0},
		{"?per_page=133", 1, 1, 133, 133, 0, 133},
		{"?per_page=100000", 1, 1, 500, 133, 0, 133},
		{"?per_page=1&page=133", 133, 133, 1, 133, 132, 133},
		{"?username=bulk-000100", 1, 1, 50, 1, 99, 100},
		{"?username=bulk-0001", 1, 1, 50, 0, 0, 0},
	}
	for _, test := range tests {
		envelope, _ := h.get(UserToken, "/ext/lines/index"+test.query).(map[string]any)
		data, _ := envelope["data"].(map[string]any)
		equal(t, test.query, data["pagination"], any(map[string]any{
			"first_page": 1.0, "last_page": float64(test.last), "current_page": float64(test.current),
			"per_page": float64(test.per), "total": float64(test.total),
		}))
		want := []string{}
		for _, line := range lines[test.from:test.to] {
			want = append(want, line.Username)
		}
		equal(t, test.query, usernames(data["items"]), want)
	}
	for _, query := range []string{"page=0", "page=-1", "page=x", "per_page=0", "per_page=1.5"} {
		h.send(http.StatusUnprocessableEntity, UserToken, http.MethodGet, "/ext/lines/index?"+query, "")
	}
}

func TestVisibility(t *testing.T) {
	h := newHarness(t)
	for i, owner := range []string{"billing", "editor", "root", "billing"} {
		h.AddLine(Line{Username: fmt.Sprintf("%d-%s", i, owner), Owner: owner})
	}
	tests := []struct {
		token, query string
		want         []string
	}{
		{UserToken, "", []string{"0-billing", "3-billing"}},
		{EditorToken, "", []string{"1-editor"}},
		{AdminToken, "", []string{"0-billing", "1-editor", "2-root", "3-billing"}},
		{UserToken, "?username=3-billing", []string{"3-billing"}},
		{UserToken, "?username=3-BILLING", []string{}},
		{UserToken, "?username=1-editor", []string{}},
		{AdminToken, "?username=1-editor", []string{"1-editor"}},
	}
	for _, test := range tests {
		equal(t, test.query, usernames(h.get(test.token, "/ext/lines"+test.query)), test.want)
	}
	// A username is taken even where its line is not seen.
	h.post(422, UserToken, "/ext/line/create", `{"package":107,"username":"1-editor"}`)

	h.DeleteLine(h.Lines()[0].ID)
	equal(t, "after a deletion", usernames(h.get(UserToken, "/ext/lines")), []string{"3-billing"})
}

func TestFind(t *testing.T) {
	h := newHarness(t)
	id := h.AddLine(Line{Username: "a b&c", Password: "p?=", Owner: "billing"})
	for query, status := range map[string]int{
		"username=a+b%26c&password=p%3F%3D": 200, "username=a+b%26c&password=p": 404, "username=x&password=p": 404,
		"username=a": 422, "password=p": 422, "": 422,
	} {
		response := h.send(status, UserToken, http.MethodGet, "/ext/line/find?"+query, "")
		if status == 200 {
			equal(t, query, response, any(map[string]any{"line_id": id}))
		}
	}
}

func TestListVariants(t *testing.T) {
	h := newHarness(t)
	h.AddLines(3)
	h.SetVariants(func(v *Variants) { v.IgnoreFilter = true })
	equal(t, "filter ignored", len(usernames(h.get(UserToken, "/ext/lines?username=bulk-000002"))), 3)

	h.SetVariants(func(v *Variants) { *v = Variants{NoIndex: true} })
	h.send(404, UserToken, http.MethodGet, "/ext/lines/index", "")
	equal(t, "no index", len(usernames(h.get(UserToken, "/ext/lines"))), 3)

	h.SetVariants(func(v *Variants) { *v = Variants{ListsRefused: true} })
	h.send(403, AdminToken, http.MethodGet, "/ext/lines/index", "")
	h.send(403, AdminToken, http.MethodGet, "/ext/lines", "")
	h.get(UserToken, "/ext/packages")

	h.SetVariants(func(v *Variants) { *v = Variants{CreateCredentials: true} })
	response := h.post(200, UserToken, "/ext/line/create", `{"package":107,"username":"u","password":"p"}`)
	equal(t, "fields", sortedKeys(response), "expire_at line_id password rid transaction_amount username")
	equal(t, "credentials", []any{response["username"], response["password"]}, []any{"u", "p"})
}

func TestCatalogues(t *testing.T) {
	h := newHarness(t)
	packages := func(first, second, third string) any {
		return decoded(t, `[
			{"id": 107, "name": "1 month", "description": "One month, one connection", "price_credits": 100, "duration_hours": 720,
			 "max_connections": 1, "package_type": "regular", "bouquets": `+first+`},
			{"id": 108, "name": "3 months", "description": null, "price_credits": 250, "duration_hours": 2160,
			 "max_connections": 2, "package_type": "regular", "bouquets": `+second+`},
			{"id": 109, "name": "24 hours", "description": "Free trial", "price_credits": 0, "duration_hours": 24,
			 "max_connections": 1, "package_type": "trial", "bouquets": `+third+`}
		]`)
	}
	equal(t, "packages", h.get(UserToken, "/ext/packages"), packages(`[4,3,2,1]`, `[8,6,3,2]`, `[2,1]`))
	h.SetVariants(func(v *Variants) { v.PackageBouquetObjects = true })
	equal(t, "objects", h.get(UserToken, "/ext/packages"), packages(
		`[{"id":4,"name":"Movies"},{"id":3,"name":"Sports"},{"id":2,"name":"Family"},{"id":1,"name":"Basic"}]`,
		`[{"id":8,"name":"Documentary"},{"id":6,"name":"Kids"},{"id":3,"name":"Sports"},{"id":2,"name":"Family"}]`,
		`[{"id":2,"name":"Family"},{"id":1,"name":"Basic"}]`))

	h.AddBouquet(Bouquet{ID: 9, Name: "Radio"})
	bouquets, _ := h.get(UserToken, "/ext/bouquets").([]any)
	equal(t, "bouquets", len(bouquets), 9)
	equal(t, "bouquet", bouquets[8], any(map[string]any{"id": 9.0, "name": "Radio"}))

	h.SetCredits("billing", 12.5)
	equal(t, "profile", h.get(UserToken, "/ext/profile"), any(map[string]any{"name": "billing", "credits": 12.5}))
}
