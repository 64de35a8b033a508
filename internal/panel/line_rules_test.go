package panel_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
)

// What panels list in place of an address of a regular line is none: the line is not replaced, that is, not bought again.
func TestLine_placeholderAddress(t *testing.T) {
	for _, placeholder := range []string{"null", "N/A", "-", "00:00:00:00:00:00", "000000000000", ""} {
		e := serialEstate(t)
		e.Panel.SetVariants(func(v *simpanel.Variants) {
			v.Record = func(record map[string]any) { record["mac_addr"] = placeholder }
		})
		e.must(one(larrys))
		e.is(1, 1)
	}
}

// A device whose address the panel does not show is not replaced either.
func TestLine_deviceAddress(t *testing.T) {
	e := newEstate(t)
	device := one(larrys.with(values{"mac_addr": "00:1a:79:11:22:33"}))
	e.must(device)
	e.Panel.SetVariants(func(v *simpanel.Variants) {
		v.Record = func(record map[string]any) { record["mac_addr"] = "N/A" }
	})
	e.says(e.apply(device).errors, "mac_addr cannot be read")
	e.is(1, 1)
}

// White space around a username is refused before anything is sent; around notes it is no difference.
func TestLine_whiteSpace(t *testing.T) {
	e := newEstate(t)
	e.Panel.SetVariants(func(v *simpanel.Variants) { v.Trim = true })
	for _, name := range []string{" larry", "larry\t", "\n", " "} {
		e.says(e.plan(one(values{"username": name, "package_id": 107})).errors, "must not begin or end with white space")
	}
	o := e.must(one(larrys.with(values{"reseller_notes": "  two\r\nlines\n"})))
	e.says(o.warnings, "Notes have surrounding white space")
	if line, _ := e.Panel.LineByUsername("larry_line"); line.ResellerNotes != "two\r\nlines" {
		t.Errorf("%q", line.ResellerNotes)
	}
	e.must(one(larrys.with(values{"reseller_notes": "two\nlines"})))
	if n := e.Count("panel.line.updateAdvanced"); n != 0 {
		t.Errorf("%d updates for white space", n)
	}
}

// Packages and bouquets are checked at plan where an update or a renewal changes them, and only there.
func TestLine_packageChecks(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	line := larrys.with(values{"bouquets": []int{1, 2}})
	e.must(one(line))
	for _, c := range []struct {
		change values
		want   string
	}{
		{values{"bouquets": []int{1, 8}}, "does not include bouquets 8"},
		{values{"bouquets": []int{1, 8}, "renewal_key": "2"}, "does not include bouquets 8"},
		{values{"package_id": 108, "renewal_key": "2"}, "Package 108 does not include bouquets 1"},
		{values{"package_id": 999, "renewal_key": "2"}, "no package 999"},
	} {
		e.says(e.plan(one(line.with(c.change))).errors, c.want)
	}
	// The package loses a bouquet that the line has: nothing is in the way of what the line is, nor of a destroy.
	e.Panel.AddPackage(simpanel.Package{ID: 107, Price: 100, DurationHours: 720, MaxConnections: 1, Bouquets: []int{2}})
	e.must(one(line.with(values{"renewal_key": "2", "reseller_notes": "x"})))
	e.is(1, 2)
}

// One username, or one address, in two resources is an error at plan that says so.
func TestLine_twiceInConfiguration(t *testing.T) {
	e := newEstate(t)
	device := values{"username": "box", "package_id": 107, "mac_addr": "00:1a:79:11:22:33"}
	e.must(map[string]values{"larry": larrys, "box": device})
	for name, c := range map[string]struct {
		lines map[string]values
		want  string
	}{
		"two new ones": {map[string]values{"larry": larrys, "box": device, "a": {"username": "new", "package_id": 107},
			"b": {"username": "new", "package_id": 108}}, "Username is used twice"},
		"two equal ones": {map[string]values{"larry": larrys, "box": device, "a": {"username": "new", "package_id": 107},
			"b": {"username": "new", "package_id": 107}}, "Username is used twice"},
		"one in state": {map[string]values{"larry": larrys, "box": device, "z": {"username": "larry_line", "package_id": 107}},
			"Username is used twice"},
		"before the other": {map[string]values{"larry": larrys, "box": device, "a": {"username": "larry_line", "package_id": 107}},
			"Username is used twice"},
		"address": {map[string]values{"larry": larrys, "box": device, "a": {"package_id": 107, "mac_addr": "001A.7911.2233"}},
			"MAC address is used twice"},
		"two addresses": {map[string]values{"a": {"package_id": 107, "mac_addr": "001A.7911.2244"},
			"b": {"package_id": 107, "mac_addr": "001A79112244"}}, "MAC address is used twice"},
		"gained address": {map[string]values{"larry": larrys.with(values{"mac_addr": "00:1a:79:11:22:33"}), "box": device},
			"MAC address is used twice"},
	} {
		o := e.plan(c.lines)
		e.says(o.errors, c.want)
		if strings.Contains(o.warnings, "Replacing the line") && name != "gained address" && name != "before the other" {
			t.Errorf("%s: %s", name, o.warnings)
		}
	}
	// A replacement is the same resource twice, and no conflict.
	o := e.apply(map[string]values{"larry": larrys.with(values{"mac_addr": "00:1a:79:00:00:01"}), "box": device})
	e.says(o.warnings, "Replacing the line charges credits again", "The plan terminates the line and buys a new one for 100 credits. "+
		"No refund is assumed for what is left of the old one.")
	if o.errors != "" || o.actions["larry"] != "replace" {
		t.Errorf("%v\n%s", o.actions, o.errors)
	}
	e.is(2, 3)
}

// One line in two resources, as after an import to a second address, is an error at plan that names it and the way out.
func TestLine_importedTwice(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	id, _ := e.state("larry")["id"].(string)
	e.adopt("again", "larry_line")
	for name, second := range map[string]values{"equal": larrys, "another configuration": larrys.with(values{"reseller_notes": "x"}),
		"without its username": {"package_id": 107}} {
		o := e.plan(map[string]values{"larry": larrys, "again": second})
		e.says(o.errors, `AttributeName("id"): Line is managed twice`, id, `"larry_line"`, "terraform state rm", "-refresh=false")
		if n := strings.Count(o.errors, "\n"); n != 1 {
			t.Errorf("%s: %d errors, want 1:\n%s", name, n, o.errors)
		}
	}
	delete(e.lines, "again")
	e.must(one(larrys))
	e.is(1, 1)
}

// The first renewal key of an imported line renews nothing, so that the expiry date of the state may be configured.
func TestLine_importedWithExpiry(t *testing.T) {
	e := newEstate(t)
	expiry := time.Now().AddDate(0, 1, 0).UTC().Truncate(time.Second)
	e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse", PackageID: ptr(107),
		Bouquets: []int{1, 2, 3, 4}, IsEnabled: true, ExpireAt: &expiry})
	e.adopt("larry", "larry_line")
	config := larrys.with(values{"renewal_key": "2031-01", "expire_at": expiry.Format(time.RFC3339)})
	o := e.must(one(config))
	e.says(o.warnings, "Renewal key is taken over without a renewal")
	e.is(1, 0)
	e.says(e.plan(one(config.with(values{"renewal_key": "2031-02"}))).errors,
		`AttributeName("expire_at"): Attribute of lines without a charge`)
}

// Zeros are what panels list where there is no device: the error says so.
func TestLine_noAddress(t *testing.T) {
	e := newEstate(t)
	e.says(e.plan(one(larrys.with(values{"mac_addr": "00-00-00-00-00-00"}))).errors, `AttributeName("mac_addr"): Invalid MAC address`,
		"all zeros, which panels list where there is no device")
}

// A new username that another line has is an error at plan on a change as well.
func TestLine_renamed(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	e.Panel.AddLine(simpanel.Line{Username: "taken"})
	e.says(e.plan(one(larrys.with(values{"username": "taken"}))).errors, "Username is taken")
}

// charge_credits true -> false sends nothing, then and later.
func TestLine_noLongerCharged(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	e.must(one(larrys))
	free := larrys.with(values{"charge_credits": false})
	e.ResetRequests()
	e.must(one(free))
	if n := e.Count("panel.line.updateAdvanced"); n != 0 {
		t.Errorf("%d updates", n)
	}
	if line, _ := e.Panel.LineByUsername("larry_line"); line.ExpireAt == nil {
		t.Error("the line is unlimited")
	}
	e.must(one(free.with(values{"expire_at": "2031-01-01T00:00:00Z", "is_trial": true})))
	e.must(one(free)) // what the configuration had and has no more is cleared, and planned
	if line, _ := e.Panel.LineByUsername("larry_line"); line.ExpireAt != nil || line.IsTrial {
		t.Errorf("not cleared: %+v", line)
	}
}

// What is deleted from the configuration is cleared, or a warning says that it stays.
func TestLine_removed(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.AdminToken
	charged := larrys.with(values{"bouquets": []int{1}, "max_connections": 5})
	free := values{"username": "free", "charge_credits": false, "package_id": 108, "bouquets": []int{8}, "max_connections": 3,
		"owner_id": 2}
	e.must(map[string]values{"charged": charged, "free": free})
	o := e.must(map[string]values{"charged": larrys, "free": {"username": "free", "charge_credits": false}})
	e.says(o.warnings, `free: AttributeName("package_id"): Line keeps what was removed`,
		`free: AttributeName("owner_id"): Line keeps what was removed`)
	for name, want := range map[string]string{"larry_line": "[1 2 3 4] 1", "free": "[] 1"} {
		line, _ := e.Panel.LineByUsername(name)
		if got := fmt.Sprint(line.Bouquets, line.MaxConnections); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// Without the package list nothing tells what a charged line had without the attribute.
func TestLine_removedStays(t *testing.T) {
	e := newEstate(t)
	e.common = values{"preflight": false}
	e.must(one(larrys.with(values{"bouquets": []int{1}, "max_connections": 5})))
	o := e.plan(one(larrys))
	e.says(o.warnings, `AttributeName("bouquets"): Line keeps what was removed`,
		`AttributeName("max_connections"): Line keeps what was removed`)
	if len(o.actions) != 0 {
		t.Errorf("%v", o.planned)
	}
}

// An owner_id that the panel passes over is a warning.
func TestLine_ownerIgnored(t *testing.T) {
	e := newEstate(t)
	e.token = simpanel.EditorToken
	o := e.must(one(values{"charge_credits": false, "owner_id": 2}))
	e.says(o.warnings, "Owner may have been ignored", `"editor"`)
}

// A line is imported into the form with password_wo without a request, whether the version is ignored or not.
func TestLine_importWriteOnly(t *testing.T) {
	for name, config := range map[string]values{
		"equal": larrys.with(values{"password": nil, "password_wo": "correct horse", "password_wo_version": 1}),
		"other": larrys.with(values{"password": nil, "password_wo": "battery staple", "password_wo_version": 1}),
		// with ignore_changes = [password_wo_version] the provider is given the version of the state
		"ignored": larrys.with(values{"password": nil, "password_wo": "correct horse"}),
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t)
			e.Panel.AddLine(simpanel.Line{Username: "larry_line", Password: "correct horse", PackageID: ptr(107),
				Bouquets: []int{1, 2, 3, 4}, IsEnabled: true})
			e.adopt("larry", "larry_line")
			if name == "ignored" {
				e.unvalidated = true
			}
			o := e.must(one(config))
			if n := e.Count("panel.line.updateAdvanced"); n != 0 {
				t.Errorf("%d updates", n)
			}
			if strings.Contains(o.warnings, "Password is taken over as it is") != (name == "other") {
				t.Error(o.warnings)
			}
			if _, ok := e.state("larry")["password"]; ok {
				t.Error("the password is in state")
			}
			e.token = simpanel.EditorToken
			if name == "ignored" {
				return
			}
			e.Panel.UpdateLine(e.state("larry")["id"].(string), func(l *simpanel.Line) { l.Owner = "editor" })
			e.must(one(config.with(values{"password_wo": "third", "password_wo_version": 2})))
			if line, _ := e.Panel.LineByUsername("larry_line"); line.Password != "third" {
				t.Errorf("the password is %q", line.Password)
			}
		})
	}
}

func ptr[T any](v T) *T { return &v }

// Generated configuration of a charged line holds what the package decided. It is valid while it is so, and no longer.
func TestLine_generatedConfiguration(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	s := e.state("larry")
	generated := larrys.with(values{
		"expire_at": s["expire_at"], "is_restreamer": false, "is_trial": false, "bouquets": []int{1, 2, 3, 4}, "max_connections": 1,
		"charge_credits": true, "is_enabled": true, "reseller_notes": "", "mac_addr": nil, "owner_id": nil, "can_watch_adult": nil,
	})
	if o := e.plan(one(generated)); o.errors != "" || len(o.actions) != 0 {
		t.Errorf("%v %s", o.actions, o.errors)
	}
	e.says(e.plan(one(generated.with(values{"is_trial": true}))).errors, "Attribute of lines without a charge", "is_trial")
	e.says(e.plan(one(generated.with(values{"renewal_key": "2"}))).errors, "Attribute of lines without a charge", "expire_at")
	e.says(e.plan(map[string]values{"larry": generated, "new": {"package_id": 107, "is_trial": false}}).errors,
		"Attribute of lines without a charge")
}

// Fractions are refused in plain words, wherever a whole number is asked for.
func TestLine_wholeNumbers(t *testing.T) {
	e := newEstate(t)
	for _, c := range []values{
		{"package_id": 107.5}, {"package_id": 107, "max_connections": 1.5}, {"package_id": 107, "bouquets": []float64{1, 2.5}},
		{"charge_credits": false, "owner_id": 0.5}, {"package_id": 107, "password_wo": "x", "password_wo_version": 1.1},
	} {
		o := e.plan(one(c))
		e.says(o.errors, "must be a whole number")
		if strings.Contains(o.errors, "big.Float") || strings.Contains(o.errors, "always an error in the provider") {
			t.Errorf("%v: %s", c, o.errors)
		}
	}
}

// A destroy asks for nothing that only a change needs.
func TestLine_destroyIsNotBlocked(t *testing.T) {
	e := newEstate(t)
	line := larrys.with(values{"bouquets": []int{1, 2}, "renewal_key": "1"})
	e.must(one(line))
	e.Panel.SetCredits("billing", 0)
	e.Panel.AddPackage(simpanel.Package{ID: 107, Price: 100, DurationHours: 720, MaxConnections: 1})
	e.must(one(line))
	e.must(nil)
	e.is(0, 1)
}

// A 200 that says error is a failure in the panel's words: nothing counts as done.
func TestLine_errorIn200(t *testing.T) {
	e := newEstate(t)
	e.must(one(larrys))
	e.Panel.SetVariants(func(v *simpanel.Variants) {
		v.Errors = simpanel.ErrorsInStatus
		v.Refuse = map[string]simpanel.Refusal{
			"panel.line.disable": {Text: "the line is locked"}, "panel.line.terminate": {Text: "the line is " +
				"locked"}, "panel.line.create": {Text: "the shop is closed"},
		}
	})
	e.says(e.apply(one(larrys.with(values{"is_enabled": false}))).errors, "Cannot disable line", "the line is locked")
	e.says(e.apply(map[string]values{"larry": larrys, "new": {"package_id": 107}}).errors, "Cannot create line", "the shop is closed",
		"Nothing was created or charged")
	e.says(e.apply(nil).errors, "Cannot terminate line", "the line is locked")
	e.is(1, 1)
}
