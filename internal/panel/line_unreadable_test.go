package panel

import (
	"errors"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// platformOver is the line panel of a simulator, without Terraform.
func platformOver(t *testing.T) (*Platform, *estate.Server) {
	t.Helper()
	s := estate.Start()
	t.Cleanup(s.Close)
	endpoint, err := url.Parse(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	client := api.New(rest.Config{Platform: "the line panel", Endpoint: endpoint, RetryWait: time.Millisecond},
		api.Credentials{APIKey: simpanel.APIKey, UserToken: simpanel.UserToken})
	return New(client, Settings{Preflight: true}), s
}

// A line of which a field cannot be read is an error of that line, which names the field, however it is read. It is
// never gone, and the others are read as ever.
func TestUnreadableLine(t *testing.T) {
	p, s := platformOver(t)
	ids := s.Panel.AddLines(20)
	s.Panel.SetVariants(func(v *simpanel.Variants) {
		v.Record = func(record map[string]any) {
			if record["line_id"] == ids[3] {
				record["bouquets"] = "all"
			}
		}
	})
	for i, id := range ids { // one by one, then from the list
		line, _ := s.Panel.Line(id)
		read, found, err := p.readLine(t.Context(), id, line.Username)
		var failed *api.FieldError
		switch {
		case i == 3 && (!errors.As(err, &failed) || failed.Field != "bouquets" || failed.ID != id || failed.Name != line.Username):
			t.Errorf("the unreadable line: %v, %v", found, err)
		case i != 3 && (err != nil || !found || read.ID != id):
			t.Errorf("line %d: %v, %v", i, found, err)
		}
	}
	if _, _, err := p.readLine(t.Context(), ids[3], ""); err == nil {
		t.Error("from the list: no error")
	}
	if _, err := p.readBack(t.Context(), ids[3], "bulk-000004"); err == nil {
		t.Error("after a write: no error")
	}
	const want = `the panel lists no line 1734, neither under the username "nobody" nor among all lines`
	if _, err := p.readBack(t.Context(), "1734", "nobody"); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	for _, text := range []string{ids[3], "bulk-000004"} {
		if _, err := p.findImport(t.Context(), text); err == nil {
			t.Errorf("import %s: no error", text)
		}
	}
	if gone, err := p.isAbsent(t.Context(), ids[3], "bulk-000004"); gone || err != nil {
		t.Errorf("gone %t, %v", gone, err)
	}
}

// Prices and a balance that the panel does not say, or says in words, are not known, and no 0.
func TestUnknownCredits(t *testing.T) {
	p, s := platformOver(t)
	s.Inject(
		simulator.Fault{Operation: "panel.packages", Status: 200,
			Body: `[{"id":107,"price_credits":"on request","bouquets":[1]},{"id":108,"bouquets":null}]`},
		simulator.Fault{Operation: "panel.profile", Status: 200, Body: `{"name":"billing","credits":"unlimited"}`},
	)
	for _, id := range []int64{107, 108} {
		if price := p.priceOf(t.Context(), types.Int64Value(id)); !price.IsNull() {
			t.Errorf("package %d costs %v", id, price)
		}
	}
	if balance, known := p.balance(t.Context()); known {
		t.Errorf("the balance is %v", balance)
	}
}

// A renewal whose response cannot be read whole is a renewal, and the expiry date is read from the line.
func TestUnreadableReceiptOfRenewal(t *testing.T) {
	p, s := platformOver(t)
	id := s.Panel.AddLines(1)[0]
	before, _ := s.Panel.Line(id)
	s.Inject(simulator.Fault{
		Operation: "panel.line.renew", Commit: true, Status: 200, Body: `{"line_id":"` + id +
			`","expire_at":"in a month","transaction_amount":-100}`,
	})
	var diags diag.Diagnostics
	done, ok := p.renew(t.Context(), renewal{id: id, username: "bulk-000001", packageID: 107, key: "1"}, &diags)
	if !ok || diags.HasError() || diags.WarningsCount() != 1 || !strings.Contains(diags[0].Detail(), "expire_at") {
		t.Fatalf("%t, %v", ok, diags)
	}
	if !done.expiry.Equal(before.ExpireAt.Add(30*24*time.Hour)) || s.Panel.Charges() != 1 {
		t.Errorf("expires %v, %d charges", done.expiry, s.Panel.Charges())
	}
}

// However the panel writes its values, the same lines, packages and receipts are read.
func TestPanelSpellings(t *testing.T) {
	p, s := platformOver(t)
	ids := s.Panel.AddLines(3)
	device := s.Panel.AddLine(simpanel.Line{MAC: "AA:BB:CC:DD:EE:0F", IsEnabled: true})
	read := func() (lines []api.Line, named []api.Line, packages []api.Package, profile api.Profile) {
		t.Helper()
		var errs [4]error
		lines, errs[0] = p.api.ListLines(t.Context())
		named, errs[1] = p.api.LinesByUsername(t.Context(), "bulk-000002")
		packages, errs[2] = p.api.Packages(t.Context())
		profile, errs[3] = p.api.Profile(t.Context())
		if err := errors.Join(errs[:]...); err != nil {
			t.Error(err)
		}
		if _, failed := api.Readable(lines); len(failed) > 0 {
			t.Error(failed)
		}
		return lines, named, packages, profile
	}
	lines, named, packages, profile := read()
	if len(lines) != 4 || len(named) != 1 || lines[3].ID != device || lines[3].MAC == "" {
		t.Fatalf("%v, %v", lines, named)
	}
	texts := map[string]simpanel.Shapes{
		"list object": {ListObject: true}, "in data": {DataBody: true}, "null notes": {NullNotes: true}, "numbers": {NumberText: true},
		"data and objects": {ListObject: true, DataBody: true, NumberText: true, Flags: simpanel.FlagsText},
	}
	for _, placeholder := range []string{"null", "N/A", "-", "", "00:00:00:00:00:00"} {
		texts["mac "+placeholder] = simpanel.Shapes{NoMAC: &placeholder}
	}
	for shape := simpanel.BouquetsArray; shape <= simpanel.BouquetsRecords; shape++ {
		texts["bouquets "+strconv.Itoa(int(shape))] = simpanel.Shapes{Bouquets: shape}
	}
	for shape := simpanel.DatesISO; shape <= simpanel.DatesFraction; shape++ {
		texts["dates "+strconv.Itoa(int(shape))] = simpanel.Shapes{Dates: shape}
	}
	for shape := simpanel.FlagsBool; shape <= simpanel.FlagsText; shape++ {
		texts["flags "+strconv.Itoa(int(shape))] = simpanel.Shapes{Flags: shape}
	}
	for name, shapes := range texts {
		s.Panel.SetVariants(func(v *simpanel.Variants) { v.Shapes = shapes })
		gotLines, gotNamed, gotPackages, gotProfile := read()
		if !reflect.DeepEqual(gotLines, lines) || !reflect.DeepEqual(gotNamed, named) || !reflect.DeepEqual(gotPackages, packages) ||
			gotProfile != profile {
			t.Errorf("%s:\n%+v\n%+v\n%+v\n%+v", name, gotLines, gotNamed, gotPackages, gotProfile)
		}
		receipt, err := p.api.Renew(t.Context(), ids[0], 107, name)
		line, _ := s.Panel.Line(ids[0])
		if err != nil || receipt.Err != nil || !receipt.ExpireAt.Equal(*line.ExpireAt) || receipt.Amount == nil || *receipt.Amount != -100 {
			t.Errorf("%s: %+v, %v", name, receipt, err)
		}
		s.Panel.UpdateLine(ids[0], func(l *simpanel.Line) { l.ExpireAt = &lines[0].ExpireAt.Time })
		if err := errors.Join(p.api.Disable(t.Context(), ids[0]), p.api.Enable(t.Context(), ids[0])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		s.Panel.SetCredits("billing", float64(profile.Credits))
	}
}
