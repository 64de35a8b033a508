package telecomx

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/inventory"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var (
	_ resource.ResourceWithConfigure   = (*packageResource)(nil)
	_ resource.ResourceWithIdentity    = (*packageResource)(nil)
	_ resource.ResourceWithImportState = (*packageResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*packageResource)(nil)
)

type packageResource struct{ tf.Resource[Platform] }

func newPackageResource() resource.Resource {
	return &packageResource{tf.NewResource("iptv_package", providerData.TelecomX)}
}

func (r *packageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = packageSchema()
}

func (r *packageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	// Read the request.
	var plan packageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	r.Platform.applies()
	input := plan.toAPI()
	created, others, err := r.Platform.packagesOf(input.Customer).Create(ctx, inventory.Creation[api.Package]{
		Send:    func(ctx context.Context) (api.Package, error) { return r.Platform.api.CreatePackage(ctx, input) },
		Matches: plan.isSetOn, Near: plan.isNear,
	})
	if err != nil {
		switch advice := packageAdvice(err); {
		case r.namedChannels(ctx, "create", err, plan, &resp.Diagnostics):
		case advice != "": // the platform refused it
			tf.AddError(&resp.Diagnostics, "Cannot create package", err, packageField, advice)
		default:
			tf.AddCreateError(&resp.Diagnostics, "package", err, packageField)
		}
		return
	}

	tf.AddOthersWarning(&resp.Diagnostics, "package", created.ID, others)
	r.Platform.noteCreated(created)
	plan.ID = types.StringValue(created.ID)
	plan.warnDifferences(created, &resp.Diagnostics)

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	tf.KeepIdentity(ctx, resp.Identity, plan.identity(), &resp.Diagnostics)
}

func (r *packageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	// Read the request.
	var state packageModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tf.KeepIdentity(ctx, resp.Identity, state.identity(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrWarning(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	r.Platform.holds(state.ID)
	assumed := tf.HasPrivate(ctx, req.Private, privateAssumedCustomer, &resp.Diagnostics)
	pack, found, err := r.Platform.readPackage(ctx, state.CustomerID.ValueString(), state.ID.ValueString(), !assumed)
	switch {
	case err != nil && isDenied(err) && !state.Name.IsNull():
		resp.Diagnostics.AddWarning("Package cannot be read", tf.Sentence(err.Error())+
			" A reseller may change packages of a business customer without being allowed to read them. The plan shows the last known "+
			"state.")
		return
	case r.Platform.reach.FailedRefresh(&resp.Diagnostics, err):
		return
	case err != nil:
		tf.AddError(&resp.Diagnostics, "Cannot read package", err, nil, packageAdvice(err))
		return
	case !found:
		resp.State.RemoveResource(ctx)
		return
	}

	refreshed := state
	refreshed.fromAPI(pack)
	tf.SetLost(ctx, resp.Private, channelKeys(state.Channels), channelKeys(refreshed.Channels), &resp.Diagnostics)

	// Write the state.
	resp.Diagnostics.Append(tf.Refresh(ctx, &resp.State, state, refreshed)...)
}

func (r *packageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	// Read the request.
	var plan, state packageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tf.KeepIdentity(ctx, resp.Identity, state.identity(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	r.Platform.applies()
	if change := plan.changes(state); !change.IsEmpty() {
		updated, err := r.Platform.api.UpdatePackage(ctx, plan.ID.ValueString(), change)
		if err != nil {
			advice := packageAdvice(err)
			if api.IsGone(err) {
				advice = "The package was deleted outside Terraform. Plan again to create it."
			}
			if !r.namedChannels(ctx, "update", err, plan, &resp.Diagnostics) {
				tf.AddError(&resp.Diagnostics, "Cannot update package", err, packageField, advice)
			}
			return
		}
		input := plan.toAPI()
		r.Platform.packagesOf(input.Customer).Wrote(api.Package{
			ID: plan.ID.ValueString(), Name: input.Name, Main: input.Main, Channels: input.Channels,
		})
		plan.warnDifferences(updated, &resp.Diagnostics)
		tf.ForgetLost(ctx, resp.Private, &resp.Diagnostics)
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	tf.RemovePrivate(ctx, resp.Private, privateAssumedCustomer, &resp.Diagnostics)
}

func (r *packageResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	// Read the request.
	var state packageModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	r.Platform.applies()
	assumed := tf.HasPrivate(ctx, req.Private, privateAssumedCustomer, &resp.Diagnostics)
	if err := r.Platform.deletePackage(ctx, state.CustomerID.ValueString(), state.ID.ValueString(), !assumed); err != nil {
		called := fmt.Sprintf("package %q, %s,", state.Name.ValueString(), state.ID.ValueString())
		advice := strings.TrimSpace(packageAdvice(err) + " " + tf.Sentence(called+" stays in state"))
		if rest.Status(err) == http.StatusConflict {
			advice = fmt.Sprintf("A subscription or a device still holds %s and Terraform orders the removal of a package "+
				"and the change of a subscription only where one refers to the other. Take the package out of every subscription and "+
				"device, apply those first, with `terraform apply -target=ADDRESS_OF_SUBSCRIPTION`, then apply again. With "+
				"lifecycle { create_before_destroy = true } on a package, Terraform deletes it after the subscriptions were changed.",
				called)
		}
		tf.AddError(&resp.Diagnostics, "Cannot delete package", err, packageField, advice)
		return
	}
	r.Platform.packagesOf(state.CustomerID.ValueString()).Deleted(api.Key(state.ID.ValueString()))
}

func (r *packageResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	// Read the request.
	text := req.ID
	if text == "" && req.Identity != nil {
		var identity packageIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		text = identity.ID.ValueString()
	}
	customer, id, ok := parsePackageID(text)
	if !ok {
		tf.AddInvalidImportID(&resp.Diagnostics, text,
			"A package is imported by PACKAGE_ID or CUSTOMER_ID/PACKAGE_ID, or by the identity id = PACKAGE_ID, each ID of 24 hexadecimal "+
				"characters.")
		return
	}
	if customer == "" && r.HasPlatform() && r.Platform.CustomerID != "" {
		customer = r.Platform.CustomerID
		tf.SetPrivate(ctx, resp.Private, privateAssumedCustomer, true, &resp.Diagnostics)
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	if customer != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("customer_id"), customer)...)
	}
}

// parsePackageID reads PACKAGE_ID and CUSTOMER_ID/PACKAGE_ID.
func parsePackageID(text string) (customer, id string, ok bool) {
	id = text
	if before, after, both := strings.Cut(text, "/"); both {
		if customer, id = before, after; !IsID(customer) {
			return "", "", false
		}
	}
	if !IsID(id) {
		return "", "", false
	}
	return customer, id, true
}
