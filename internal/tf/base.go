// Package tf holds what the types of all platforms need of the plugin framework: how they get at their platform, how
// an error becomes a diagnostic, private state, and a few attributes and validators.
package tf

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ErrNotKnown says that a platform cannot be used yet: a value in its configuration is known only after apply.
var ErrNotKnown = errors.New("depends on values that are known only after apply")

// NotConfiguredError is why a platform cannot be used as it is configured, one value for a whole run: the first resource
// reports it.
type NotConfiguredError struct {
	Err  error
	told atomic.Bool
}

func (e *NotConfiguredError) Error() string { return e.Err.Error() }

func (e *NotConfiguredError) Unwrap() error { return e.Err }

// Base is what every type has, of whatever kind: its name and its platform.
type Base[P any] struct {
	// TypeName is the name in configurations, such as iptv_package.
	TypeName string
	// Platform is nil before Configure, and while the platform's configuration is not known, or wrong.
	Platform *P

	wrong error // with the platform's configuration, which some resource has reported
	find  func(providerData any) (*P, error)
}

// newBase makes the base of a type. platform takes the type's platform from the provider's data, which is a D.
func newBase[D, P any](typeName string, platform func(D) (*P, error)) Base[P] {
	return Base[P]{TypeName: typeName, find: func(providerData any) (*P, error) {
		data, ok := providerData.(D)
		if !ok {
			return nil, fmt.Errorf("the provider's data is %T, which has no %T", providerData, (*P)(nil))
		}
		return platform(data)
	}}
}

func (b *Base[P]) configure(providerData any, diags *diag.Diagnostics) {
	if providerData == nil {
		return
	}
	platform, err := b.find(providerData)
	switch {
	case errors.Is(err, ErrNotKnown):
	case err != nil:
		b.wrong = err
		var once *NotConfiguredError
		if !errors.As(err, &once) || once.told.CompareAndSwap(false, true) {
			addNotConfigured(diags, err)
		}
	default:
		b.Platform = platform
	}
}

func addNotConfigured(diags *diag.Diagnostics, err error) {
	diags.AddError("Platform is not configured", Sentence(err.Error()))
}

// HasPlatform reports whether the platform can be used: its configuration is known.
func (b *Base[P]) HasPlatform() bool { return b.Platform != nil }

// HasPlatformOrError reports whether the platform can be used, with an error if it cannot.
func (b *Base[P]) HasPlatformOrError(diags *diag.Diagnostics) bool {
	switch {
	case b.wrong != nil:
		addNotConfigured(diags, b.wrong)
	case !b.HasPlatform():
		diags.AddError("Platform is not configured yet",
			"The provider's configuration "+ErrNotKnown.Error()+". Apply what it depends on first, for example with `-target`.")
	}
	return b.HasPlatform()
}

// HasPlatformOrWarning reports whether the platform can be used, with a warning while its configuration is not known: what
// is in state then stays as it is. A wrong configuration has been reported.
func (b *Base[P]) HasPlatformOrWarning(diags *diag.Diagnostics) bool {
	if !b.HasPlatform() && b.wrong == nil {
		diags.AddWarning("Not refreshed",
			"The provider's configuration "+ErrNotKnown.Error()+", so the platform could not be read. The plan shows the last "+
				"known state.")
	}
	return b.HasPlatform()
}

// Resource is embedded by every resource, and by every list resource.
type Resource[P any] struct{ Base[P] }

// NewResource makes the base of a resource. platform takes its platform from the provider's data.
func NewResource[D, P any](typeName string, platform func(D) (*P, error)) Resource[P] {
	return Resource[P]{newBase(typeName, platform)}
}

// Metadata implements resource.Resource.
func (r *Resource[P]) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.TypeName
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource[P]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.configure(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by every data source.
type DataSource[P any] struct{ Base[P] }

// NewDataSource makes the base of a data source. platform takes its platform from the provider's data.
func NewDataSource[D, P any](typeName string, platform func(D) (*P, error)) DataSource[P] {
	return DataSource[P]{newBase(typeName, platform)}
}

// Metadata implements datasource.DataSource.
func (d *DataSource[P]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = d.TypeName
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *DataSource[P]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.configure(req.ProviderData, &resp.Diagnostics)
}

// Ephemeral is embedded by every ephemeral resource.
type Ephemeral[P any] struct{ Base[P] }

// NewEphemeral makes the base of an ephemeral resource. platform takes its platform from the provider's data.
func NewEphemeral[D, P any](typeName string, platform func(D) (*P, error)) Ephemeral[P] {
	return Ephemeral[P]{newBase(typeName, platform)}
}

// Metadata implements ephemeral.EphemeralResource.
func (e *Ephemeral[P]) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = e.TypeName
}

// Configure implements ephemeral.EphemeralResourceWithConfigure.
func (e *Ephemeral[P]) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.configure(req.ProviderData, &resp.Diagnostics)
}

// Action is embedded by every action.
type Action[P any] struct{ Base[P] }

// NewAction makes the base of an action. platform takes its platform from the provider's data.
func NewAction[D, P any](typeName string, platform func(D) (*P, error)) Action[P] {
	return Action[P]{newBase(typeName, platform)}
}

// Metadata implements action.Action.
func (a *Action[P]) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = a.TypeName
}

// Configure implements action.ActionWithConfigure.
func (a *Action[P]) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.configure(req.ProviderData, &resp.Diagnostics)
}
