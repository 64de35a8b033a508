package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
	"github.com/iptvops/terraform-provider-iptv/internal/protocol"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	telecomxapi "github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// oddTexts are what people and generators put into names.
var oddTexts = map[string]string{
	"as long as it gets": strings.Repeat("x", 255-len("odd-000000")),
	"not ASCII":          "Ääkköset 日本語 Ελληνικά עברית",
	"beyond the first plane, joined and combining": "📺👩‍🚀 e\u0301 \u202eright to left",
	"control characters":                           "tab\there, line\nbreak, bell\a, escape\x1b[31m, delete\x7f",
	"HCL":                                          `${var.secret} %{ if true } "quoted" \ <<EOF # not a comment`,
	"JSON, HTML and addresses":                     `{"a":[null]} <b>&amp;</b> a/b?c=d&e=%41+%00#f '; DROP TABLE--`,
	"space around":                                 "  two spaces  ",
}

// oddConfigs puts a text wherever a type takes one.
func oddConfigs(w *world, text string) map[string]config {
	return map[string]config{
		"icareus_channel": {"name": w.tag + text, "description": text},
		"iptv_package":    {"name": w.tag + text, "channels": config{w.channel(): telecomxapi.TypeBase}},
		// A username with white space around it is refused: panels remove it.
		"iptv_line": {"username": strings.TrimSpace(w.tag + text), "password": text, "reseller_notes": w.tag + text,
			"package_id": int64(w.plan.ID)},
	}
}

func (w *world) channel() string {
	if len(w.channels) == 0 {
		return ""
	}
	return w.channels[0]
}

// escaped is a configuration whose texts Terraform takes literally.
func escaped(c config) config {
	c = maps.Clone(c)
	for name, value := range c {
		if text, ok := value.(string); ok {
			c[name] = strings.NewReplacer("${", "$${", "%{", "%%{").Replace(text)
		}
	}
	return c
}

// Any text arrives on the platform as it was written, and stays in state as it is.
func TestOddTexts(t *testing.T) {
	t.Parallel()
	for _, resource := range allTypes() {
		if resource.singleton {
			continue // it has no text of its own
		}
		for name, text := range oddTexts {
			t.Run(resource.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				of := func(text string) func(*world) config {
					return func(w *world) config { return oddConfigs(w, text)[resource.name] }
				}
				r := &runner{prefix: "odd"}
				for i, op := range []operation{
					{name: "create", from: none, to: of(text)},
					{name: "update", from: of("-plain"), to: of(text)},
					{name: "delete", from: of(text), to: none},
				} {
					c := cell{resource: resource, operation: op}
					c.resource.spent = nil
					o, err := r.run(t.Context(), c, i)
					if err != nil {
						t.Fatal(err)
					}
					if len(o.problems)+len(o.failures) > 0 {
						t.Errorf("%s: %q, %q", op.name, o.problems, o.failures)
					}
				}
			})
		}
	}
}

// The same through the real CLI, which reads the texts from a file and normalises them.
func TestOddTextsInFiles(t *testing.T) {
	t.Parallel()
	if _, err := cli.Find(""); err != nil {
		t.Skip(err)
	}
	made, err := newTools(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer made.remove()
	all := strings.Join(slices.Sorted(maps.Values(oddTexts)), " ")
	resource := channelType()
	w, err := newWorld(t.Context(), nil, resource, "odd-", patient)
	if err != nil {
		t.Fatal(err)
	}
	defer w.shut()
	p, err := made.newProcess(w.provider(resource), resource.name)
	if err != nil {
		t.Fatal(err)
	}
	wanted := escaped(oddConfigs(w, all)[resource.name])
	if err := p.apply(t.Context(), wanted); err != nil {
		t.Fatal(err)
	}
	if plan, err := p.plan(t.Context(), wanted); plan != "" || err != nil {
		t.Errorf("the second plan is %q, %v", plan, err)
	}
	list, err := w.icareus.ListChannels(t.Context())
	if err != nil || len(list.Channels) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	// Terraform composes characters: e with a combining accent is one letter from there on.
	if want := strings.ReplaceAll(all, "e\u0301", "\u00e9"); list.Channels[0].Description != want {
		t.Errorf("the platform has %q, want %q", list.Channels[0].Description, want)
	}
}

// A package with as many channels as there can be, named in the other case on the way, is one package with an empty plan.
func TestLargePackage(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s := estate.Start()
	defer s.Close()
	a := simulatorAccess(s.URL())
	ids := s.TelecomX.AddChannels(a.host, 1000)
	resource := packageType()
	w, err := newWorld(ctx, &a, resource, "large", patient)
	if err != nil {
		t.Fatal(err)
	}
	defer w.shut()
	d, err := newDriver(w.provider(resource), resource.name)
	if err != nil {
		t.Fatal(err)
	}
	with := func(spell func(string) string) config {
		channels := config{}
		for _, id := range ids {
			channels[spell(id)] = telecomxapi.TypeBase
		}
		return config{"name": "large", "channels": channels}
	}
	for _, spell := range []func(string) string{strings.ToUpper, strings.ToLower} {
		if err := d.apply(ctx, with(spell)); err != nil {
			t.Fatal(err)
		}
		if plan, err := d.plan(ctx, with(spell)); plan != "" || err != nil {
			t.Errorf("the second plan is %.300q, %v", plan, err)
		}
	}
	made, err := resource.objects(ctx, w)
	if err != nil || len(made) != 1 {
		t.Fatalf("%d packages, %v", len(made), err)
	}
	if state, err := d.state(); err != nil || len(state["channels"].(map[string]any)) != 1000 || state["id"] != made[0].id {
		t.Errorf("not in state as it is on the platform: %v", err)
	}
}

// A response of more than 10 MB is read like any other.
func TestLargeResponse(t *testing.T) {
	t.Parallel()
	s := estate.Start()
	defer s.Close()
	const channels = 12
	for i := range channels {
		s.Icareus.AddChannel(simicareus.Organization, simicareus.Channel{
			Name: fmt.Sprintf("Large %d", i), Description: strings.Repeat("long ", 200_000), PrimaryLanguage: "en_US",
		})
	}
	a := simulatorAccess(s.URL())
	w, err := newWorld(t.Context(), &a, channelType(), "large", patient)
	if err != nil {
		t.Fatal(err)
	}
	defer w.shut()
	listed := readDataSource(t.Context(), t, w.provider(channelType()), "icareus_channels")
	if all, _ := listed["channels"].([]any); len(all) != channels {
		t.Errorf("%d channels, want %d", len(all), channels)
	}
}

func readDataSource(ctx context.Context, t *testing.T, providerBlock config, name string) map[string]any {
	t.Helper()
	server, err := configured(ctx, providerBlock)
	if err != nil {
		t.Fatal(err)
	}
	all, err := protocol.Schemas()
	if err != nil {
		t.Fatal(err)
	}
	as := all.DataSourceSchemas[name].ValueType()
	arguments, err := protocol.ValueOf(config{}, as)
	if err != nil {
		t.Fatal(err)
	}
	response, err := server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: protocol.Dynamic(arguments)})
	if err != nil {
		t.Fatal(err)
	}
	if err := protocol.Failure(response.Diagnostics); err != nil {
		t.Fatal(err)
	}
	state, err := response.State.Unmarshal(as)
	if err != nil {
		t.Fatal(err)
	}
	attributes, _ := protocol.Plain(state).(map[string]any)
	return attributes
}
