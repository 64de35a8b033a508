package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// tour is the steps of the demo.
type tour struct {
	terraform *terraform
	platforms *estate.Server
	number    int
}

// say announces a step: what is shown, and why.
func (t *tour) say(format string, args ...any) {
	t.number++
	fmt.Printf("\n%d. %s\n", t.number, fmt.Sprintf(format, args...))
}

func (t *tour) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{t.create, t.renew, t.drift, t.destroy} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (t *tour) create(ctx context.Context) error {
	t.say("Init: the provider comes from a local mirror, as it would from the registry.")
	if _, err := t.terraform.run(ctx, 0, "init"); err != nil {
		return err
	}
	t.say("Plan: values and ranges are checked offline, ids against the platforms' live catalogues; nothing is changed yet.")
	if _, err := t.terraform.run(ctx, 2, "plan", "-detailed-exitcode"); err != nil {
		return err
	}
	t.say("Apply: channels, a line-up, a subscription with an end date and a line are created, and the customer's DRM accounts are read.")
	before := t.credits()
	output, err := t.terraform.run(ctx, 0, "apply", "-auto-approve")
	if err != nil {
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

func (t *tour) emptyPlan(ctx context.Context, why string) error {
	t.say("%s", why)
	_, err := t.terraform.run(ctx, 0, "plan", "-detailed-exitcode")
	return err
}

func (t *tour) credits() float64 { return t.platforms.Panel.Credits(panelUser) }

// panelUser is the panel user whose token the demo uses.
const panelUser = "billing"

// charged shows the credits and fails unless so many charges were made since the start of the demo.
func (t *tour) charged(before float64, charges int, what string) error {
	fmt.Printf("    Credits on the panel before: %g, after: %g (%s).\n", before, t.credits(), what)
	if got := t.platforms.Panel.Charges(); got != charges {
		return fmt.Errorf("%s: %d charges so far, want %d", what, got, charges)
	}
	return nil
}

func (t *tour) renew(ctx context.Context) error {
	t.terraform.Env = append(t.terraform.Env, "TF_VAR_renewal=next-month")
	t.say("Renew: a new renewal_key renews the line, once, however often it is applied.")
	before := t.credits()
	if _, err := t.terraform.run(ctx, 0, "apply", "-auto-approve"); err != nil {
		return err
	}
	if err := t.charged(before, 2, "renewing it with a new key"); err != nil {
		return err
	}
	t.say("Apply again: the same key charges nothing.")
	before = t.credits()
	if _, err := t.terraform.run(ctx, 0, "apply", "-auto-approve"); err != nil {
		return err
	}
	return t.charged(before, 2, "applying the same key again")
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
	plan, err := t.terraform.run(ctx, 2, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	if !strings.Contains(plan, "1 to add, 1 to change, 0 to destroy") {
		return fmt.Errorf("the plan does not show exactly the drift:\n%s", plan)
	}
	t.say("Repair: the next apply puts back what the configuration says.")
	if _, err := t.terraform.run(ctx, 0, "apply", "-auto-approve"); err != nil {
		return err
	}
	return t.emptyPlan(ctx, "Plan again: the platforms are what the configuration says.")
}

func (t *tour) destroy(ctx context.Context) error {
	t.say("Destroy: everything that was created is removed, and only that; the subscription, which always exists, is reset.")
	if _, err := t.terraform.run(ctx, 0, "destroy", "-auto-approve"); err != nil {
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
	fmt.Println("    No channel, package, subscription or line is left on the platforms.")
	return nil
}
