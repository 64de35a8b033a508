package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	panelapi "github.com/iptvops/terraform-provider-iptv/internal/panel/api"
)

func lineType() resourceType {
	line := func(more config) func(*world) config {
		return func(w *world) config {
			c := config{"username": w.tag, "password": "first-" + w.tag, "package_id": int64(w.plan.ID), "renewal_key": "1",
				"reseller_notes": w.tag}
			for name, value := range more {
				c[name] = value
			}
			return c
		}
	}
	small := line(nil)
	full := line(config{"max_connections": 3})
	changed := line(config{"max_connections": 2, "is_enabled": false})
	free := line(config{"charge_credits": false, "package_id": nil, "renewal_key": nil, "is_trial": true})
	random := line(config{"username": nil, "password": nil})
	return resourceType{
		name: "iptv_line", platform: panel,
		operations: []operation{
			{name: "create", from: none, to: full, charges: 1},
			{name: "create with a random username", from: none, to: random, charges: 1},
			{name: "create without charge", from: none, to: free},
			{name: "read", from: full, to: full},
			{name: "update", from: small, to: changed},
			{name: "delete", from: full, to: none},
			{name: "renew", from: small, to: line(config{"renewal_key": "2"}), charges: 1},
		},
		prepare: func(ctx context.Context, w *world) error {
			packages, err := w.panel.Packages(ctx)
			if err != nil {
				return err
			}
			packages = slices.DeleteFunc(packages, func(p panelapi.Package) bool {
				return p.Err != nil || !p.PriceKnown ||
					p.PriceCredits <= 0
			})
			if len(packages) == 0 {
				return errors.New("the panel has no package that costs credits")
			}
			w.plan = slices.MinFunc(packages, func(a, b panelapi.Package) int { return cmp.Compare(a.PriceCredits, b.PriceCredits) })
			return nil
		},
		objects: func(ctx context.Context, w *world) ([]object, error) {
			lines, err := w.panel.ListLines(ctx)
			var mine []object
			for _, l := range lines {
				if err == nil && l.Err != nil { // it may be ours
					err = l.Err
				}
				if strings.HasPrefix(string(l.ResellerNotes), w.tag) {
					mine = append(mine, lineObject(w, l))
				}
			}
			return mine, err
		},
		spent: func(ctx context.Context, w *world) (float64, error) {
			profile, err := w.panel.Profile(ctx)
			if err == nil && !profile.CreditsKnown {
				err = cmp.Or(profile.Err, errors.New("the panel does not say the balance"))
			}
			if err != nil {
				return 0, fmt.Errorf("cannot count charges: %w", err)
			}
			return -float64(profile.Credits / w.plan.PriceCredits), nil
		},
	}
}

func lineObject(w *world, l panelapi.Line) object {
	var until any
	if !l.ExpireAt.IsZero() {
		until = l.ExpireAt.String()
	}
	return object{
		id: l.ID,
		values: map[string]any{
			"username": string(l.Username), "password": string(l.Password), "reseller_notes": string(l.ResellerNotes),
			"is_enabled":      bool(l.IsEnabled),
			"max_connections": float64(l.MaxConnections), "expire_at": until, "is_trial": bool(l.IsTrial), "owner": string(l.Owner),
		},
		remove: func(ctx context.Context) error { return w.panel.Terminate(ctx, l.ID) },
	}
}
