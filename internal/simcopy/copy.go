// Package simcopy reads a live estate into a seed of the simulator, by reads only, so that a plan, an import or a migration
// can be rehearsed on a copy. It stands between the two: it knows the provider's clients and the form of a seed, and
// neither knows it.
package simcopy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/iptvops/terraform-provider-iptv/internal/provider"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// Options is what a copy holds, and how it is told about.
type Options struct {
	// Customers is the ids of the Telecom X customers whose subscription, accounts and own packages are copied beside
	// those of TELECOMX_CUSTOMER_ID: no documented call lists a reseller's customers.
	Customers []string
	// WithPasswords copies passwords, tokens and secrets. Without it the copy has none, and the simulator makes up others,
	// which follow from the names.
	WithPasswords bool
	// Progress is told how many of the objects were read; total is 0 where it is not known.
	Progress func(what string, done, total int)
	// Note is told what could not be copied as it is.
	Note func(text string)
}

func (o Options) note(format string, values ...any) { o.Note(fmt.Sprintf(format, values...)) }

// secret is a text that only a copy with passwords holds.
func (o Options) secret(text string) string {
	if !o.WithPasswords {
		return ""
	}
	return text
}

// FromEnvironment copies the platforms that the environment configures, as for the provider. agent is the User-Agent.
func FromEnvironment(ctx context.Context, agent string, o Options) (*seed.Document, error) {
	clients, err := provider.ClientsFromEnvironment(agent)
	if err != nil {
		return nil, err
	}
	return Copy(ctx, clients, o)
}

// Copy copies what the clients can read. The document has passed the checks of a seed.
func Copy(ctx context.Context, clients *provider.Clients, o Options) (*seed.Document, error) {
	if clients.Icareus == nil && clients.TelecomX == nil && clients.Panel == nil {
		return nil, errors.New("no platform is configured: set the variables that the provider reads, such as ICAREUS_ORGANIZATION_ID " +
			"and ICAREUS_SECRET, TELECOMX_TOKEN and TELECOMX_CUSTOMER_ID, or IPTV_PANEL_ENDPOINT, IPTV_PANEL_API_KEY and " +
			"IPTV_PANEL_USER_TOKEN")
	}
	document := &seed.Document{}
	for _, copyPlatform := range []func(context.Context, *provider.Clients, Options, *seed.Document) error{
		copyIcareus, copyTelecomX, copyPanel,
	} {
		if err := copyPlatform(ctx, clients, o, document); err != nil {
			return nil, err
		}
	}
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	if _, err := seed.Parse(text); err != nil {
		return nil, fmt.Errorf("the estate has what no seed can hold:\n%w", err)
	}
	return document, nil
}

// optional is nil for the default.
func optional[T comparable](value, otherwise T) *T {
	if value == otherwise {
		return nil
	}
	return &value
}

// mostReads is how often a list is read that changes meanwhile.
const mostReads = 3

// pages reads a list whole, page by page from 1, each object once. read returns the page's objects, how many the list has
// and how many pages. A list that changes while it is read is read again.
func pages[T any](o Options, what string, key func(T) string, read func(page int) (items []T, total, last int, err error)) ([]T, error) {
	for range mostReads {
		var all []T
		seen, total, moved := map[string]bool{}, 0, false
		for page, last := 1, 1; page <= last; page++ {
			items, known, end, err := read(page)
			if err != nil {
				return nil, err
			}
			moved = moved || (page > 1 && known != total)
			total, last = known, end
			for _, item := range items {
				if k := key(item); !seen[k] {
					seen[k], all = true, append(all, item)
				}
			}
			o.Progress(what, len(all), total)
		}
		if !moved && (total == 0 || len(all) == total) {
			return all, nil
		}
	}
	return nil, fmt.Errorf("the list of %s changed while it was read: try again when nobody writes", what)
}
