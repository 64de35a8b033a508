package simcopy

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// serve serves the platforms and configures the provider's environment for them.
func serve(t *testing.T, s *estate.Server, credentials []seed.Variable) {
	t.Helper()
	s.Listen()
	t.Cleanup(s.Close)
	for _, name := range []string{"TELECOMX_TOKEN", "ICAREUS_TOKEN"} {
		t.Setenv(name, "")
	}
	for _, v := range append(credentials, seed.Variable{Name: "TELECOMX_ENDPOINT", Value: s.URL()},
		seed.Variable{Name: "IPTV_PANEL_ENDPOINT", Value: s.URL()},
		seed.Variable{Name: "ICAREUS_ENDPOINT", Value: s.URL() + "/api/channels/admin"}) {
		t.Setenv(v.Name, v.Value)
	}
}

// copied is a copy of what the environment names, and the notes about it.
func copied(t *testing.T, o Options) (document *seed.Document, text string, notes []string) {
	t.Helper()
	o.Progress = func(string, int, int) {}
	o.Note = func(note string) { notes = append(notes, note) }
	document, err := FromEnvironment(t.Context(), "test", o)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return document, string(encoded), notes
}

// completed is a copy as the simulator is seeded with it.
func completed(t *testing.T, text string) *seed.Document {
	t.Helper()
	document, err := seed.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func sample(t *testing.T) (*estate.Server, *seed.Document) {
	t.Helper()
	document := completed(t, seed.Sample)
	return document.Estate(), document
}

var sampleCustomers = []string{"5E0000000000000000000002", "5e0000000000000000000003", "5E0000000000000000000005"}

func panelOnly(token string) []seed.Variable {
	return []seed.Variable{{Name: "IPTV_PANEL_API_KEY", Value: simpanel.APIKey}, {Name: "IPTV_PANEL_USER_TOKEN", Value: token}}
}

func TestCopyOfACopyIsEqual(t *testing.T) {
	for _, row := range []struct {
		passwords bool
		variants  []string
	}{
		{false, nil}, {true, nil},
		{true, []string{"icareus-ids-as-strings", "icareus-omit-empty", "panel-unix-dates", "panel-no-index", "telecomx-explicit-nulls"}},
		{true, []string{"telecomx-loose-types", "telecomx-reseller-npvr", "panel-bouquets-by-key", "icareus-arrays-by-key"}},
	} {
		t.Run(fmt.Sprint(row), func(t *testing.T) {
			s, original := sample(t)
			for _, name := range row.variants {
				if err := s.SetVariant(name); err != nil {
					t.Fatal(err)
				}
			}
			o := Options{Customers: sampleCustomers, WithPasswords: row.passwords}
			serve(t, s, original.Credentials())
			_, first, notes := copied(t, o)
			if len(notes) != 2 || !strings.Contains(notes[0], "channels and packages of customer 5E0000000000000000000005: not copied") {
				t.Errorf("notes: %v, want two about what the business customer hosts", notes)
			}
			document := completed(t, first)
			serve(t, document.Estate(), document.Credentials())
			if _, second, _ := copied(t, o); second != first {
				t.Errorf("the copy of\n%s\nis\n%s", first, second)
			}
			for _, secret := range []string{
				"secret-of-1001", "operator-password", "billing-token", "panel-key", original.Panel.Lines[0].Password,
			} {
				if strings.Contains(first, secret) != row.passwords {
					t.Errorf("%s in the copy: %t", secret, !row.passwords)
				}
			}
		})
	}
}

// The copy has everything that a token sees, object by object.
func TestCopyHasTheObjects(t *testing.T) {
	s, original := sample(t)
	serve(t, s, original.Credentials())
	_, text, _ := copied(t, Options{Customers: sampleCustomers, WithPasswords: true})
	c := completed(t, text).Estate()
	for _, id := range []int64{500001, 500101} {
		want, _ := s.Icareus.Channel(1001, id)
		if got, _ := c.Icareus.Channel(1001, id); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("channel %v, want %v", got, want)
		}
	}
	const reseller = "5E0000000000000000000001"
	if got, want := c.TelecomX.Packages(reseller), s.TelecomX.Packages(reseller); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("packages %v, want %v", got, want)
	}
	got, want := c.TelecomX.Subscription(sampleCustomers[0]), s.TelecomX.Subscription(sampleCustomers[0])
	if fmt.Sprint(got.Packages) != fmt.Sprint(want.Packages) || *got.NPvr.Storage != *want.NPvr.Storage {
		t.Errorf("subscription %v, want %v", got, want)
	}
	if got, want := c.TelecomX.Accounts(sampleCustomers[0]), s.TelecomX.Accounts(sampleCustomers[0]); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("accounts %v, want %v", got, want)
	}
	for _, want := range s.Panel.Lines() {
		got, ok := c.Panel.Line(want.ID)
		if ok != (want.Owner == "billing") {
			t.Errorf("line %s of %s: %t", want.Username, want.Owner, ok)
			continue
		}
		if ok && (got.Username != want.Username || got.Password != want.Password || got.MAC != want.MAC ||
			got.IsEnabled != want.IsEnabled || !slices.Equal(got.Bouquets, want.Bouquets) ||
			fmt.Sprint(got.ExpireAt) != fmt.Sprint(want.ExpireAt)) {
			t.Errorf("line %+v, want %+v", got, want)
		}
	}
	if got := c.Panel.Credits("billing"); got != 1000 {
		t.Errorf("%v credits, want 1000", got)
	}
}

// What is referred to and no longer listed is there, and a super-admin's copy has the other owners.
func TestCopyOfWhatIsNotListed(t *testing.T) {
	s := estate.New()
	pack := 999
	s.Panel.AddLine(simpanel.Line{Username: "old", Owner: "rival", PackageID: &pack, Bouquets: []int{77}, IsEnabled: true})
	serve(t, s, panelOnly(simpanel.AdminToken))
	document, _, _ := copied(t, Options{})
	p := document.Panel
	if last := p.Packages[len(p.Packages)-1]; last.ID != 999 || last.Name != "Package 999" {
		t.Errorf("the last package is %v", last)
	}
	if last := p.Bouquets[len(p.Bouquets)-1]; last.ID != 77 {
		t.Errorf("the last bouquet is %v", last)
	}
	if !p.Users[0].SuperAdmin || len(p.Users) != 2 || p.Users[1].Name != "rival" {
		t.Errorf("the users are %v", p.Users)
	}
	if len(document.Icareus.Organizations)+len(document.TelecomX.Customers) > 0 {
		t.Errorf("the copy has platforms that are not configured")
	}
}

func TestCopyTakesItsPagesAndNoMore(t *testing.T) {
	s := estate.New()
	s.Panel.AddLines(10_000)
	s.TelecomX.AddChannels(simtelecomx.Reseller, 1100)
	for i := range 50 {
		s.Icareus.AddChannel(simicareus.Organization, simicareus.NewChannel(fmt.Sprint("Channel ", i)))
	}
	serve(t, s, []seed.Variable{
		{Name: "IPTV_PANEL_API_KEY", Value: simpanel.APIKey}, {Name: "IPTV_PANEL_USER_TOKEN", Value: simpanel.UserToken},
		{Name: "TELECOMX_USERNAME", Value: simtelecomx.Username}, {Name: "TELECOMX_PASSWORD", Value: simtelecomx.Password},
		{Name: "TELECOMX_CUSTOMER_ID", Value: simtelecomx.Reseller},
		{Name: "ICAREUS_ORGANIZATION_ID", Value: fmt.Sprint(simicareus.Organization)}, {Name: "ICAREUS_SECRET", Value: simicareus.Secret},
	})
	document, _, _ := copied(t, Options{})
	if got := len(document.Panel.Lines); got != 10_000 {
		t.Errorf("%d lines", got)
	}
	for operation, want := range map[string]int{
		"panel.lines.index": 100, "panel.packages": 1, "panel.bouquets": 1, "panel.profile": 1, "icareus.getChannels": 1,
		"telecomx.login": 1, "telecomx.customer.name": 1, "telecomx.channel.list": 3, "telecomx.package.list": 1,
		"telecomx.subscription.get": 1, "telecomx.drm.list": 1,
	} {
		if got := s.Count(operation); got != want {
			t.Errorf("%s: %d requests, want %d", operation, got, want)
		}
	}
	if got := s.Count(); got != 112 {
		t.Errorf("%d requests, want 112: %v", got, s.Counts())
	}
}

func TestCopyThatCannotBe(t *testing.T) {
	for name, row := range map[string]struct {
		set   map[string]string
		fault string
		want  string
	}{
		"nothing configured": {map[string]string{"IPTV_PANEL_API_KEY": "", "IPTV_PANEL_USER_TOKEN": "", "TELECOMX_USERNAME": "",
			"TELECOMX_PASSWORD": "", "TELECOMX_CUSTOMER_ID": "", "ICAREUS_ORGANIZATION_ID": "", "ICAREUS_SECRET": ""}, "",
			"no platform is configured"},
		"half configured":   {map[string]string{"ICAREUS_SECRET": ""}, "", "ICAREUS_TOKEN or ICAREUS_SECRET"},
		"no customer":       {map[string]string{"TELECOMX_CUSTOMER_ID": ""}, "", "set TELECOMX_CUSTOMER_ID"},
		"wrong credentials": {map[string]string{"TELECOMX_PASSWORD": "wrong"}, "", "401"},
		"refused":           {nil, "list lines: 403 always", "403"},
	} {
		t.Run(name, func(t *testing.T) {
			s, original := sample(t)
			serve(t, s, original.Credentials())
			if row.fault != "" {
				fault, err := estate.ParseFault(row.fault)
				if err != nil {
					t.Fatal(err)
				}
				s.Inject(fault)
			}
			for variable, value := range row.set {
				t.Setenv(variable, value)
			}
			_, err := FromEnvironment(t.Context(), "test", Options{Progress: func(string, int, int) {}, Note: func(string) {}})
			if err == nil || !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), "operator-password") {
				t.Errorf("got %v, want %s", err, row.want)
			}
		})
	}
}

// A list that changes while it is read is read again, and an endless change is an error.
func TestListThatChangesWhileItIsRead(t *testing.T) {
	s := estate.New()
	s.Panel.AddLines(250)
	serve(t, s, panelOnly(simpanel.UserToken))
	fault := simulator.Fault{Operation: "panel.lines.index", Kind: simulator.Pass, Skip: 1}
	fault.Do = func() { s.Panel.DeleteLine(s.Panel.Lines()[0].ID) }
	s.Inject(fault)
	clients, err := provider.ClientsFromEnvironment("test")
	if err != nil {
		t.Fatal(err)
	}
	document := &seed.Document{}
	o := Options{Progress: func(string, int, int) {}, Note: func(string) {}}
	if err := copyPanel(context.WithoutCancel(t.Context()), clients, o, document); err != nil || len(document.Panel.Lines) != 249 {
		t.Errorf("%d lines, %v", len(document.Panel.Lines), err)
	}
	if got := s.Count("panel.lines.index"); got != 6 {
		t.Errorf("%d requests, want two reads of three pages", got)
	}
}
