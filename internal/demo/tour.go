package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// tour is the steps of the demo.
type tour struct {
	terraform *terraform
	platforms *estate.Server
	variables []string // of later commands
}

// say announces a step: what is shown, and why.
func (t *tour) say(format string, args ...any) { t.terraform.screen.step(format, args...) }

func (t *tour) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{t.check, t.create, t.renew, t.adopt, t.drift, t.destroy} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// check shows what a plan catches.
func (t *tour) check(ctx context.Context) error {
	t.say("Init: the provider comes from a local mirror, as it would from the registry.")
	if _, err := t.terraform.run(ctx, 0, "init"); err != nil {
		return err
	}
	end := time.Now().UTC().AddDate(2, 0, 0).Format("2006-01-02T00:00:00Z")
	t.say("A wrong value is caught at plan: a subscription can end at most 12 months ahead. Nothing was changed.")
	output, err := t.terraform.run(ctx, 1, "plan", "-var", "subscription_end="+end)
	if err != nil {
		return err
	}
	if !strings.Contains(output, "12 months") || t.platforms.Count("telecomx.package.create") > 0 {
		return fmt.Errorf("the plan does not name the mistake:\n%s", output)
	}
	return nil
}

func (t *tour) create(ctx context.Context) error {
	t.say("Plan: ids are checked against the platforms' live catalogues, and the line's price is known. Nothing is changed yet.")
	output, err := t.terraform.run(ctx, 2, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	if !price.MatchString(output) {
		return fmt.Errorf("the plan does not show the price:\n%s", output)
	}
	t.say("Apply: channels, a line-up, a subscription with an end date and a line are created, and the customer's DRM accounts are read.")
	before := t.credits()
	if output, err = t.terraform.run(ctx, 0, "apply", "-auto-approve"); err != nil {
		return err
	}
	if !strings.Contains(output, "app_accounts = ") {
		return fmt.Errorf("the DRM accounts were not read:\n%s", output)
	}
	if err := t.charged(before, 1, "buying the line"); err != nil {
		return err
	}
	return t.emptyPlan(ctx, "Plan again: nothing to do, so a plan in CI is silent until something really changes.")
}

// price is the line of a plan that says what a line costs.
var price = regexp.MustCompile(`\+ price +=`)

// apply applies with the variables so far.
func (t *tour) apply(ctx context.Context) error {
	_, err := t.terraform.run(ctx, 0, append([]string{"apply", "-auto-approve"}, t.variables...)...)
	return err
}

func (t *tour) emptyPlan(ctx context.Context, why string) error {
	t.say("%s", why)
	_, err := t.terraform.run(ctx, 0, append([]string{"plan", "-detailed-exitcode"}, t.variables...)...)
	return err
}

func (t *tour) credits() float64 { return t.platforms.Panel.Credits(panelUser) }

// panelUser is the panel user whose token the demo uses.
const panelUser = "billing"

// charged shows the credits and fails unless so many charges were made since the start of the demo.
func (t *tour) charged(before float64, charges int, what string) error {
	t.terraform.screen.note("Credits on the panel before: %g, after: %g (%s).", before, t.credits(), what)
	if got := t.platforms.Panel.Charges(); got != charges {
		return fmt.Errorf("%s: %d charges so far, want %d", what, got, charges)
	}
	return nil
}

func (t *tour) renew(ctx context.Context) error {
	t.variables = []string{"-var", "renewal=next-month"}
	t.say("Renew: the variable is the line's renewal_key. A new value renews the line, once, however often it is applied.")
	before := t.credits()
	if err := t.apply(ctx); err != nil {
		return err
	}
	if err := t.charged(before, 2, "renewing it with a new key"); err != nil {
		return err
	}
	t.say("Apply again: the same key charges nothing.")
	before = t.credits()
	if err := t.apply(ctx); err != nil {
		return err
	}
	return t.charged(before, 2, "applying the same key again")
}

const importBlock = `import {
  to = icareus_channel.community
  id = "%d"
}

resource "icareus_channel" "community" {
  provider               = iptv
  name                   = "Community"
  logical_channel_number = 9
}
`

// adopt brings a channel under control that somebody made by hand.
func (t *tour) adopt(ctx context.Context) error {
	made := simicareus.NewChannel("Community")
	made.LogicalChannelNumber = 9
	block := fmt.Sprintf(importBlock, t.platforms.Icareus.AddChannel(simicareus.Organization, made))
	t.say("Adopt: somebody has made a channel by hand. An import block takes it over, and changes nothing on the platform.")
	for line := range strings.Lines(block) {
		t.terraform.screen.note("%s", strings.TrimRight(line, "\n"))
	}
	if err := os.WriteFile(filepath.Join(t.terraform.Dir, "community.tf"), []byte(block), 0o600); err != nil {
		return err
	}
	before := t.platforms.Count("icareus.addChannel", "icareus.updateChannel")
	output, err := t.terraform.run(ctx, 0, append([]string{"apply", "-auto-approve"}, t.variables...)...)
	if err != nil {
		return err
	}
	if !strings.Contains(output, "1 imported, 0 added, 0 changed") ||
		t.platforms.Count("icareus.addChannel", "icareus.updateChannel") != before {
		return fmt.Errorf("the channel was not adopted as it is:\n%s", output)
	}
	return nil
}

func (t *tour) drift(ctx context.Context) error {
	channels := t.platforms.Icareus.Channels(simicareus.Organization)
	if len(channels) < 2 {
		return fmt.Errorf("the platform has %d channels instead of those of the example", len(channels))
	}
	changed, deleted := channels[0], channels[1]
	t.platforms.Icareus.Update(simicareus.Organization, changed.ServiceID,
		func(c *simicareus.Channel) { c.Description = "Changed by hand" })
	t.platforms.Icareus.Delete(simicareus.Organization, deleted.ServiceID)
	t.say("Drift: somebody has changed channel %q and deleted channel %q by hand; the plan finds both and ends with exit code 2.",
		changed.Name, deleted.Name)
	plan, err := t.terraform.run(ctx, 2, append([]string{"plan", "-detailed-exitcode"}, t.variables...)...)
	if err != nil {
		return err
	}
	if !strings.Contains(plan, "1 to add, 1 to change, 0 to destroy") {
		return fmt.Errorf("the plan does not show exactly the drift:\n%s", plan)
	}
	t.say("Repair: the next apply puts back what the configuration says.")
	if err := t.apply(ctx); err != nil {
		return err
	}
	return t.emptyPlan(ctx, "Plan again: the platforms are what the configuration says.")
}

func (t *tour) destroy(ctx context.Context) error {
	t.say("Destroy: everything that was created or adopted is removed, and only that; the subscription, which always exists, is reset.")
	if _, err := t.terraform.run(ctx, 0, append([]string{"destroy", "-auto-approve"}, t.variables...)...); err != nil {
		return err
	}
	left := map[string]int{
		"channels":            len(t.platforms.Icareus.Channels(simicareus.Organization)),
		"packages":            len(t.platforms.TelecomX.Packages(simtelecomx.Reseller)),
		"subscribed packages": len(t.platforms.TelecomX.Subscription(simtelecomx.Customer).Packages),
		"lines":               len(t.platforms.Panel.Lines()),
	}
	for what, n := range left {
		if n != 0 {
			return fmt.Errorf("%d %s are left on the platforms", n, what)
		}
	}
	t.terraform.screen.note("No channel, package, subscription or line is left on the platforms.")
	return nil
}
