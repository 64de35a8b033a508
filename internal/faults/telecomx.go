package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	telecomxapi "github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// all is every item of a list, each once; a list that does not end is an error.
func all[T any](
	ctx context.Context, id func(T) string, page func(ctx context.Context, offset, limit int) (telecomxapi.Page[T], error),
) ([]T, error) {
	items, _, err := inventory.New(inventory.Source[T]{ID: id, Page: func(ctx context.Context, n, got int) (inventory.Page[T], error) {
		p, err := page(ctx, got, telecomxapi.MaxLimit)
		return inventory.Page[T]{Items: p.Items, Pages: p.Pages(n, got), Total: p.Total}, err
	}}).List(ctx)
	return items, err
}

func packageType() resourceType {
	small := func(w *world) config {
		return config{"name": w.tag, "channels": map[string]any{w.channels[0]: telecomxapi.TypeBase}}
	}
	full := func(w *world) config {
		return config{"name": w.tag, "channels": map[string]any{w.channels[0]: telecomxapi.TypeBase, w.channels[1]: telecomxapi.TypeBase}}
	}
	return resourceType{
		name: "iptv_package", platform: telecomx, operations: lifecycle(small, full, 0), prepare: findChannels,
		objects: func(ctx context.Context, w *world) ([]object, error) {
			listed, err := all(ctx, func(p telecomxapi.Package) string { return p.ID },
				func(ctx context.Context, offset, limit int) (telecomxapi.Page[telecomxapi.Package], error) {
					return w.telecomx.ListPackages(ctx, w.access.host, w.tag, offset, limit)
				})
			var mine []object
			for _, p := range listed {
				if !strings.HasPrefix(p.Name, w.tag) || err != nil {
					continue
				}
				if p, err = w.telecomx.GetPackage(ctx, p.ID); err == nil {
					mine = append(mine, packageObject(w, p))
				}
			}
			return mine, err
		},
	}
}

func packageObject(w *world, p telecomxapi.Package) object {
	channels := map[string]any{}
	for _, c := range p.Channels {
		channels[c.ID] = c.Type
	}
	return object{
		id: p.ID, values: map[string]any{"name": p.Name, "main": p.Main, "channels": channels},
		remove: func(ctx context.Context) error { return w.telecomx.DeletePackage(ctx, p.ID) },
	}
}

// findChannels chooses two channels that every package can take.
func findChannels(ctx context.Context, w *world) error {
	listed, err := all(ctx, func(c telecomxapi.Channel) string { return c.ID },
		func(ctx context.Context, offset, limit int) (telecomxapi.Page[telecomxapi.Channel], error) {
			return w.telecomx.ListChannels(ctx, w.access.host, "", offset, limit)
		})
	if err != nil {
		return err
	}
	for _, c := range listed {
		if slices.Contains(c.Types, telecomxapi.TypeBase) {
			w.channels = append(w.channels, c.ID)
		}
	}
	if slices.Sort(w.channels); len(w.channels) < 2 {
		return fmt.Errorf("customer %s has fewer than two channels with a base channel", w.access.host)
	}
	return nil
}

func subscriptionType() resourceType {
	small := func(w *world) config {
		return config{"customer_id": w.access.subscriber, "packages": []any{config{"id": w.packages[0]}}}
	}
	full := func(w *world) config {
		return config{
			"customer_id": w.access.subscriber, "packages": []any{config{"id": w.packages[0]}, config{"id": w.packages[1]}},
			"npvr": config{"override": true, "enabled": true, "storage_hours": 25}, "scrub": config{"override": true, "pause": true},
		}
	}
	return resourceType{
		name: "iptv_subscription", platform: telecomx, singleton: true, operations: lifecycle(small, full, 0),
		prepare: func(ctx context.Context, w *world) error {
			if err := findChannels(ctx, w); err != nil {
				return err
			}
			has, err := w.telecomx.GetSubscription(ctx, w.access.subscriber)
			if err == nil && (len(has.Packages) > 0 || has.NPvr.Override || has.Scrub.Override) {
				err = errors.New("the customer has packages or overrides, which would be lost")
			}
			for n := range 2 {
				if err != nil {
					break
				}
				var made telecomxapi.Package
				made, err = w.telecomx.CreatePackage(ctx, telecomxapi.PackageInput{
					Name: fmt.Sprintf("%s-%d", w.tag, n), Customer: w.access.host,
					Channels: []telecomxapi.PackageChannel{{ID: w.channels[0], Type: telecomxapi.TypeBase}},
				})
				w.packages = append(w.packages, made.ID)
			}
			return err
		},
		objects: func(ctx context.Context, w *world) ([]object, error) {
			has, err := w.telecomx.GetSubscription(ctx, w.access.subscriber)
			if err != nil || (len(has.Packages) == 0 && !has.NPvr.Override && !has.Scrub.Override) {
				return nil, err
			}
			return []object{subscriptionObject(w, has)}, nil
		},
		kept: func(ctx context.Context, w *world) (string, error) {
			has, err := w.telecomx.GetSubscription(ctx, w.access.subscriber)
			for _, p := range has.Packages {
				if telecomxapi.Key(p.ID) == telecomxapi.Key(w.packages[0]) {
					return p.Start.String(), err
				}
			}
			return "", err
		},
		tidy: func(ctx context.Context, w *world) error {
			var errs []error
			for _, id := range w.packages {
				errs = append(errs, w.telecomx.DeletePackage(ctx, id))
			}
			return errors.Join(errs...)
		},
	}
}

func subscriptionObject(w *world, s telecomxapi.Subscription) object {
	var packages []any
	for _, p := range s.Packages {
		var until any
		if !p.End.IsZero() {
			until = p.End.String()
		}
		packages = append(packages, map[string]any{"id": p.ID, "start": nil, "end": until})
	}
	return object{
		id: w.access.subscriber,
		values: map[string]any{
			"packages": packages, "npvr.override": s.NPvr.Override, "npvr.storage_hours": whole(s.NPvr.StorageHours),
			"scrub.pause": value(s.Scrub.Pause),
		},
		remove: func(ctx context.Context) error {
			_, err := w.telecomx.UpdateSubscription(ctx, w.access.subscriber, telecomxapi.SubscriptionChange{
				NPvr: &telecomxapi.NPvr{}, Scrub: &telecomxapi.Scrub{}, Packages: &[]telecomxapi.Subscribed{},
			})
			return err
		},
	}
}

// whole and value are a member that may be missing, as encoding/json decodes it.
func whole(n *int64) any {
	if n == nil {
		return nil
	}
	return float64(*n)
}

func value[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}
