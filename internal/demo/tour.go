package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
)

// tour is the steps of the demo.
type tour struct {
	terraform *terraform
	platforms *simulator.Server
	number    int
}

// say announces a step: what is shown, and why.
func (t *tour) say(format string, args ...any) {
	t.number++
	fmt.Printf("\n%d. %s\n", t.number, fmt.Sprintf(format, args...))
}

func (t *tour) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{t.create, t.drift, t.destroy} {
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
	t.say("Plan: every value and range is checked before anything is sent to a platform.")
	if _, err := t.terraform.run(ctx, 2, "plan", "-detailed-exitcode"); err != nil {
		return err
	}
	t.say("Apply: the estate is created, one request for each channel.")
	if _, err := t.terraform.run(ctx, 0, "apply", "-auto-approve"); err != nil {
		return err
	}
	return t.emptyPlan(ctx, "Plan again: nothing to do, so a plan in CI is silent until something really changes.")
}

func (t *tour) emptyPlan(ctx context.Context, why string) error {
	t.say("%s", why)
	_, err := t.terraform.run(ctx, 0, "plan", "-detailed-exitcode")
	return err
}

func (t *tour) drift(ctx context.Context) error {
	channels := t.platforms.Icareus.Channels(simulator.IcareusOrganization)
	if len(channels) < 2 {
		return fmt.Errorf("the platform has %d channels instead of those of the example", len(channels))
	}
	changed, deleted := channels[0], channels[1]
	t.platforms.Icareus.Update(simulator.IcareusOrganization, changed.ServiceID, func(c *simulator.IcareusChannel) { c.Description = "Changed by hand" })
	t.platforms.Icareus.Delete(simulator.IcareusOrganization, deleted.ServiceID)
	t.say("Drift: somebody has changed channel %q and deleted channel %q by hand; the plan finds both and ends with exit code 2.", changed.Name, deleted.Name)
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
	return t.emptyPlan(ctx, "Plan again: the platform is what the configuration says.")
}

func (t *tour) destroy(ctx context.Context) error {
	t.say("Destroy: everything that was created is removed, and only that.")
	if _, err := t.terraform.run(ctx, 0, "destroy", "-auto-approve"); err != nil {
		return err
	}
	if left := len(t.platforms.Icareus.Channels(simulator.IcareusOrganization)); left != 0 {
		return fmt.Errorf("%d channels are left on the platform", left)
	}
	fmt.Println("    The platforms are as they were before.")
	return nil
}
