// Package tf holds what the types of all platforms need of the plugin framework: how they get at their platform, how
// an error becomes a diagnostic, and a few validators.
package tf

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// NotConfiguredError is why a platform cannot be used as it is configured, one value for a whole run: the first resource
// reports it.
type NotConfiguredError struct {
	Err  error
	told atomic.Bool
}

func (e *NotConfiguredError) Error() string { return e.Err.Error() }

func (e *NotConfiguredError) Unwrap() error { return e.Err }

// ErrNotKnown says that a platform cannot be used yet: a value in its configuration is known after apply only.
var ErrNotKnown = errors.New("depends on values that are known after apply only")

// Use is how a type gets at its platform: From takes it from the provider's data.
type Use[P any] struct {
	From     func(providerData any) (P, error)
	Platform P
	// NotKnown is true while the platform's configuration is not known, or wrong; Platform is then the zero value.
	NotKnown bool

	wrong error // with the configuration, which another resource has reported
}

func (u *Use[P]) configure(data any, diags *diag.Diagnostics) {
	if data == nil {
		return
	}
	platform, err := u.From(data)
	switch {
	case errors.Is(err, ErrNotKnown):
		u.NotKnown = true
	case err != nil:
		u.NotKnown, u.wrong = true, err
		var once *NotConfiguredError
		if !errors.As(err, &once) || once.told.CompareAndSwap(false, true) {
			addNotConfigured(diags, err)
		}
	default:
		u.Platform = platform
	}
}

func addNotConfigured(diags *diag.Diagnostics, err error) {
	diags.AddError("Platform is not configured", Sentence(err.Error()))
}

// Resource is embedded by every resource.
type Resource[P any] struct{ Use[P] }

// Configure implements resource.ResourceWithConfigure.
func (r *Resource[P]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by every data source.
type DataSource[P any] struct{ Use[P] }

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource[P]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// Ephemeral is embedded by every ephemeral resource.
type Ephemeral[P any] struct{ Use[P] }

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *Ephemeral[P]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.configure(req.ProviderData, &resp.Diagnostics)
}

// Ready is false, with a diagnostic, while the platform cannot be used.
func (u *Use[P]) Ready(diags *diag.Diagnostics) bool {
	if u.wrong != nil {
		addNotConfigured(diags, u.wrong)
		return false
	}
	if u.NotKnown {
		diags.AddError("Platform is not configured yet",
			"The provider's configuration "+ErrNotKnown.Error()+". Apply what it depends on first, for example with -target.")
		return false
	}
	return true
}

// CanRefresh is false, with a warning, while the platform cannot be used: what is in state then stays as it is. A wrong
// configuration has been reported.
func (u *Use[P]) CanRefresh(diags *diag.Diagnostics) bool {
	if u.wrong != nil {
		return false
	}
	if u.NotKnown {
		diags.AddWarning("Not refreshed",
			"The provider's configuration "+ErrNotKnown.Error()+", so that the platform could not be asked. The plan shows the last "+
				"known state.")
		return false
	}
	return true
}
