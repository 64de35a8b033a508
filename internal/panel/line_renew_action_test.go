package panel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/iptvops/terraform-provider-iptv/internal/acctest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

const renewLine = "iptv_line_renew"

// planAction validates and plans an action; unknown names arguments that are known at the apply only.
func (e *estate) planAction(config values, unknown ...string) (o outcome) {
	e.t.Helper()
	server := e.server().(tfprotov6.ActionServer) //nolint:forcetypeassert // the provider has actions
	block := wire(e.unknown(e.value(config, e.schema().ActionSchemas[renewLine].Schema.ValueType()), unknown...))
	valid, err := server.ValidateActionConfig(e.t.Context(),
		&tfprotov6.ValidateActionConfigRequest{ActionType: renewLine, Config: block})
	if err != nil {
		e.t.Fatal(err)
	}
	if !o.add("action", valid.Diagnostics) {
		return o
	}
	planned, err := server.PlanAction(e.t.Context(), &tfprotov6.PlanActionRequest{ActionType: renewLine, Config: block})
	if err != nil {
		e.t.Fatal(err)
	}
	o.add("action", planned.Diagnostics)
	return o
}

// unknown makes attributes of an object unknown.
func (e *estate) unknown(v tftypes.Value, names ...string) tftypes.Value {
	members := fields(v)
	for _, name := range names {
		members[name] = tftypes.NewValue(members[name].Type(), tftypes.UnknownValue)
	}
	return tftypes.NewValue(v.Type(), members)
}

// invoke carries out an action that was planned.
func (e *estate) invoke(server tfprotov6.ProviderServer, config values) (o outcome, progress string) {
	e.t.Helper()
	block := wire(e.value(config, e.schema().ActionSchemas[renewLine].Schema.ValueType()))
	actions := server.(tfprotov6.ActionServer) //nolint:forcetypeassert // the provider has actions
	stream, err := actions.InvokeAction(e.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: renewLine, Config: block})
	if err != nil {
		e.t.Fatal(err)
	}
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress += event.Message + "\n"
		case tfprotov6.CompletedInvokeActionEventType:
			o.add("action", event.Diagnostics)
		}
	}
	return o, progress
}

// renewedLine seeds a line that expires in ten days, and the action that renews it.
func renewedLine(e *estate) values {
	expiry, pack := e.Now().Add(240*time.Hour).Truncate(time.Second), 107
	id := e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse", PackageID: &pack, ExpireAt: &expiry,
		IsEnabled: true})
	return values{"line_id": id, "package_id": 107, "renewal_key": "2027-01"}
}

// days is for how many days the line is paid.
func (e *estate) days() int {
	line, _ := e.Panel.LineByUsername("larry_line")
	return int(line.ExpireAt.Sub(e.Now()).Round(time.Hour).Hours() / 24)
}

// The plan says what the action charges, and the action what it did.
func TestLineRenew(t *testing.T) {
	e := newEstate(t)
	config := renewedLine(e)
	o := e.planAction(config)
	e.says(o.warnings, "Renewal charges credits", fmt.Sprint(config["line_id"]), "larry_line", "for package 107 for 100 credits")
	e.is(1, 0)
	o, progress := e.invoke(e.server(), config)
	line, _ := e.Panel.LineByUsername("larry_line")
	e.says(progress, "larry_line", "Renewing it for package 107 for 100 credits", "charged 100 credits",
		"now expires at "+line.ExpireAt.Format("2006-01-02T15:04:05+00:00"))
	if o.errors+o.warnings != "" || e.days() != 40 || strings.Contains(progress, "correct horse") {
		t.Errorf("%d days\n%s%s%s", e.days(), o.errors, o.warnings, progress)
	}
	e.is(1, 1)
	for name, wrong := range map[string]values{
		"line_id": {"line_id": "larry_line"}, "package_id": {"package_id": 0}, "renewal_key": {"renewal_key": ""},
		"expires_before": {"expires_before": "soon"},
	} {
		e.says(e.planAction(config.with(wrong)).errors, name)
	}
}

// Used again, in this run or, on a panel that remembers request ids, in any other, a key charges nothing.
func TestLineRenew_usedKey(t *testing.T) {
	for name, rid := range map[string]simpanel.RID{
		"replay": simpanel.RIDReplay, "conflict": simpanel.RIDConflict, "error in 200": simpanel.RIDErrorInOK,
		"forgotten": simpanel.RIDForgotten,
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = rid })
			config := renewedLine(e)
			run := e.server()
			e.invoke(run, config)
			again := []tfprotov6.ProviderServer{run, e.server()}
			if rid == simpanel.RIDForgotten {
				again = again[:1]
			}
			for _, server := range again {
				o, progress := e.invoke(server, config)
				e.says(o.warnings, "was renewed with this key before")
				e.says(progress, "nothing was charged again")
				if o.errors != "" || strings.Contains(progress, "charged 100") {
					t.Errorf("%s%s", o.errors, progress)
				}
			}
			e.is(1, 1)
			if e.invoke(run, config.with(values{"renewal_key": "2027-02"})); e.days() != 70 {
				t.Errorf("with another key the line is paid for %d days", e.days())
			}
		})
	}
}

// expires_before makes a renewal safe to repeat on every panel: the line is left alone once it expires late enough.
func TestLineRenew_expiresBefore(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten })
	config := renewedLine(e).with(values{"expires_before": e.Now().Add(480 * time.Hour).Format(time.RFC3339)})
	e.invoke(e.server(), config)
	for range 2 {
		if o := e.planAction(config); o.errors+o.warnings != "" {
			t.Errorf("planned: %s%s", o.errors, o.warnings)
		}
		o, progress := e.invoke(e.server(), config)
		e.says(progress, "which is not before", "nothing was bought")
		if o.errors+o.warnings != "" {
			t.Errorf("%s%s", o.errors, o.warnings)
		}
	}
	e.is(1, 1)
}

// However the response is lost, the expiry date is looked at before anything is sent again: one renewal, one charge.
func TestLineRenew_lost(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"504": {Status: 504, Commit: true}, "dropped": {Kind: simulator.Drop, Commit: true}, "truncated": {Kind: simulator.TruncateJSON},
		"always": {Status: 504, Commit: true, Times: -1}, "nothing": {Status: 500, Body: `{"error":"Server Error"}`},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten })
			config := renewedLine(e)
			fault.Operation = "panel.line.renew"
			e.Inject(fault)
			o, progress := e.invoke(e.server(), config)
			if o.errors != "" || e.days() != 40 {
				t.Errorf("%d days: %s", e.days(), o.errors)
			}
			e.says(progress, "now expires at")
			if strings.Contains(o.warnings, "transaction_amount") {
				t.Errorf("an action has no attribute of that name: %s", o.warnings)
			}
			e.is(1, 1)
		})
	}
}

// Where it cannot be told whether the line was renewed, the action ends with an error that says from which date it began,
// and a second invocation of the same run compares with that date.
func TestLineRenew_uncertain(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.RID = simpanel.RIDForgotten })
	config := renewedLine(e)
	before, _ := e.Panel.LineByUsername("larry_line")
	e.Inject(simulator.Fault{Operation: "panel.line.renew", Kind: simulator.Drop, Commit: true, Do: func() {
		e.Panel.SetVariants(func(v *simpanel.Variants) { v.ListsRefused = true })
	}})
	run := e.server()
	o, _ := e.invoke(run, config)
	e.says(o.errors, "Cannot tell whether the line was renewed", before.ExpireAt.Format("2006-01-02T15:04:05+00:00"), "expires_before",
		"keeps no state")
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.ListsRefused = false })
	o, _ = e.invoke(run, config)
	e.says(o.warnings, "The expiry date has moved since")
	if o.errors != "" || e.days() != 40 {
		t.Errorf("%d days: %s", e.days(), o.errors)
	}
	e.is(1, 1)
}

// What cannot be renewed is refused, at plan and at the apply, and nothing is charged.
func TestLineRenew_refused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(e *estate, config values)
		says   []string
	}{
		"another owner": {func(e *estate, _ values) { e.token = simpanel.AdminToken }, []string{`belongs to "billing"`, `that of "root"`}},
		"not seen":      {func(e *estate, _ values) { e.token = simpanel.OtherToken }, []string{"sees no line"}},
		"no such line": {func(_ *estate, c values) { c["line_id"] = "1734da33-9723-4df6-90d1-38dc589aa0ec" },
			[]string{"There is no such line"}},
		"no such package": {func(_ *estate, c values) { c["package_id"] = 999 }, []string{"Unknown package", "999", "107"}},
		"balance": {func(e *estate, _ values) { e.Panel.SetCredits("billing", 99) },
			[]string{"Not enough credits", "balance is 99"}},
		"credit_limit": {func(e *estate, _ values) { e.provider = values{"credit_limit": 99} },
			[]string{"More credits than credit_limit allows"}},
		"refused token": {func(e *estate, _ values) { e.token = "wrong" }, []string{"refuse"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			config := renewedLine(e)
			c.change(e, config)
			e.says(e.planAction(config).errors, c.says...)
			e.common = values{"preflight": name != "credit_limit"}
			o, progress := e.invoke(e.server(), config)
			if o.errors == "" || progress != "" {
				t.Errorf("at the apply: %s%s", o.errors, progress)
			}
			e.is(1, 0)
		})
	}
}

// A run adds up what its actions and its resources buy, and counts an action once however often it is triggered.
func TestLineRenew_sum(t *testing.T) {
	e := newEstate(t)
	config := renewedLine(e)
	e.provider = values{"credit_limit": 150}
	run := e.server()
	for range 2 {
		block := wire(e.value(config, e.schema().ActionSchemas[renewLine].Schema.ValueType()))
		planned, err := run.(tfprotov6.ActionServer).PlanAction(t.Context(), //nolint:forcetypeassert // the provider has actions
			&tfprotov6.PlanActionRequest{ActionType: renewLine, Config: block})
		if err != nil {
			t.Fatal(err)
		}
		if o := (&outcome{}); !o.add("action", planned.Diagnostics) {
			t.Error(o.errors)
		}
	}
	if o, _ := e.invoke(run, config); o.errors != "" {
		t.Error(o.errors)
	}
	o, _ := e.invoke(run, config.with(values{"renewal_key": "2027-02"}))
	e.says(o.errors, "credit_limit is 150")
	e.is(1, 1)
}

// What is known at the apply only is no error at plan; the price is said where the package is known.
func TestLineRenew_unknown(t *testing.T) {
	e := newEstate(t)
	config := renewedLine(e)
	for unknown, says := range map[string]string{
		"line_id": "for 100 credits", "package_id": "larry_line", "renewal_key": "for 100 credits",
	} {
		o := e.planAction(config, unknown)
		e.says(o.warnings, "Renewal charges credits", says)
		if o.errors != "" {
			t.Errorf("%s: %s", unknown, o.errors)
		}
	}
	e.Panel.SetCredits("billing", 99)
	e.says(e.planAction(config, "line_id").errors, "Not enough credits")
}

// A trigger in the life cycle of a resource renews the line, once for each change of the resource.
func TestRecentLineRenew_trigger(t *testing.T) {
	acctest.NeedsTerraform(t, "1.14")
	p := acctest.New(t)
	config := func(key string) string {
		return p.Config(line(bought) + fmt.Sprintf(`
resource "terraform_data" "paid" {
  input = %[1]q
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.iptv_line_renew.larry]
    }
  }
}
action "iptv_line_renew" "larry" {
  config {
    line_id     = iptv_line.larry.id
    package_id  = 107
    renewal_key = terraform_data.paid.output
  }
}
`, key))
	}
	w := acctest.NewWorkspace(t, "")
	for i, key := range []string{"2027-01", "2027-02"} {
		w.Write("main.tf", config(key))
		said := w.Apply()
		for _, word := range []string{
			"Renewal charges credits", "Renewing it for package 107 for 100 credits", "It was charged 100 credits", "now expires at",
		} {
			if !strings.Contains(strings.Join(strings.Fields(said), " "), word) {
				t.Errorf("no word of %q in:\n%s", word, said)
			}
		}
		is(t, p, 1, i+2)
		if plan := w.PlanCode(); plan.Code != 0 {
			t.Errorf("the plan afterwards is not empty:\n%s", plan.Output)
		}
	}
	said := w.Must("apply", "-auto-approve", "-no-color", "-invoke=action.iptv_line_renew.larry")
	if !strings.Contains(said, "this key before") {
		t.Errorf("invoked again:\n%s", said)
	}
	is(t, p, 1, 3)
}
