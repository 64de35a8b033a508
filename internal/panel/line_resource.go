package panel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var (
	_ resource.ResourceWithConfigure      = (*lineResource)(nil)
	_ resource.ResourceWithIdentity       = (*lineResource)(nil)
	_ resource.ResourceWithImportState    = (*lineResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*lineResource)(nil)
	_ resource.ResourceWithValidateConfig = (*lineResource)(nil)
)

type lineResource struct{ tf.Resource[Platform] }

func newLineResource() resource.Resource {
	return &lineResource{tf.NewResource("iptv_line", providerData.Panel)}
}

func (r *lineResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = lineSchema()
}

// Create never ends with an error once the line exists: Terraform would mark it as tainted, and the next apply would
// replace it, which charges again. What is left to do is a warning then, and drift that the next plan shows.
func (r *lineResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	// Read the request.
	var c creating
	resp.Diagnostics.Append(req.Config.Get(ctx, &c.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &c.plan)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	release, ok := r.Platform.claimUsername(c.plan.Username, &resp.Diagnostics)
	if !ok {
		return
	}
	defer release()

	steps := r.Platform.createSteps()
	if tf.IsKnown(c.plan.ID) {
		steps = r.Platform.takeOverSteps()
	}
	for _, step := range steps {
		if c, ok = step(ctx, c, &resp.Diagnostics); !ok {
			return
		}
	}
	r.Platform.managed.Store(lineID(c.receipt.LineID), true)

	// Write the state, whatever the last steps come to.
	resp.Diagnostics.Append(resp.State.Set(ctx, c.state())...)
	tf.KeepIdentity(ctx, resp.Identity, c.state().identity(), &resp.Diagnostics)
	kept := memory{}.remembers(c.config, c.plan.ChargeCredits.ValueBool()).used(c.plan.RenewalKey.ValueString())
	kept.save(ctx, resp.Private, &resp.Diagnostics)

	// Finish, and write the state once more.
	for _, step := range r.Platform.finishSteps() {
		c, _ = step(context.WithoutCancel(ctx), c, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, c.state())...)
}

func (r *lineResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	// Read the request.
	var state lineResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tf.KeepIdentity(ctx, resp.Identity, state.identity(), &resp.Diagnostics)
	kept := readMemory(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrWarning(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	line, found, err := r.Platform.readLine(ctx, state.ID.ValueString(), state.Username.ValueString())
	if err == nil && !found {
		err = r.Platform.mayMiss(ctx, state)
	}
	if r.Platform.reach.FailedRefresh(&resp.Diagnostics, err) {
		return
	}
	if err != nil {
		addError(&resp.Diagnostics, "Cannot read line", err, "")
		return
	}
	if !found {
		r.Platform.warnGone(ctx, state, &resp.Diagnostics)
		resp.State.RemoveResource(ctx)
		return
	}

	refreshed := state
	refreshed.refresh(line, kept)
	if before := state.ExpireAt; !before.IsNull() && !before.Equal(refreshed.ExpireAt) && kept.Moved == "" {
		kept.Moved = before.ValueString()
		kept.save(ctx, resp.Private, &resp.Diagnostics)
	}

	// Write the state.
	resp.Diagnostics.Append(tf.Refresh(ctx, &resp.State, state, refreshed)...)
}

// Update saves the state and what is remembered after every step.
func (r *lineResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	// Read the request.
	var u updating
	resp.Diagnostics.Append(req.Config.Get(ctx, &u.config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &u.plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &u.prior)...)
	tf.KeepIdentity(ctx, resp.Identity, u.prior.identity(), &resp.Diagnostics)
	u.memory = readMemory(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform, and write the state after every step.
	u.state, u.imported = u.prior, u.memory.Imported
	for _, step := range r.Platform.updateSteps() {
		var ok bool
		u, ok = step(ctx, u, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.State.Set(ctx, u.state)...)
		u.memory.save(ctx, resp.Private, &resp.Diagnostics)
		if !ok {
			return
		}
	}
}

func (r *lineResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	// Read the request.
	var state lineResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	id, username := state.ID.ValueString(), state.Username.ValueString()
	if !r.Platform.claims.seize(lineID(id), false) {
		resp.Diagnostics.AddWarning("Line was not terminated",
			fmt.Sprintf("Another resource of this run has taken over line %s, username %q, which is in its state now.", lineID(id),
				username))
		return
	}

	err := r.Platform.api.Terminate(ctx, id)
	var failed *rest.Error
	if errors.As(err, &failed) {
		// Whatever terminate says of a line that is gone, a list that lacks it says more (rule 10.7).
		absent, lookErr := r.Platform.isAbsent(context.WithoutCancel(ctx), id, username)
		if lookErr == nil && absent {
			err = r.Platform.mayMiss(context.WithoutCancel(ctx), state)
		}
	}
	if err != nil {
		addError(&resp.Diagnostics, "Cannot terminate line", err,
			fmt.Sprintf("Line %s, username %q, stays in state.", lineID(id), username))
		return
	}
	r.Platform.drop(id, username)
}

func (r *lineResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Read the request and call the platform.
	var line api.Line
	var err error
	if text := strings.TrimSpace(req.ID); text != "" {
		line, err = r.Platform.findImport(ctx, text)
	} else {
		var identity lineIdentity
		if req.Identity != nil {
			resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		}
		id, ok := parseLineID(identity.ID.ValueString())
		if !ok {
			tf.AddInvalidImportID(&resp.Diagnostics, identity.ID.ValueString(),
				"A line is imported by its username, by its line_id, which is a UUID, or by its identity, whose id is the line_id.")
			return
		}
		line, err = r.Platform.listed(ctx, id)
	}
	if err != nil {
		addError(&resp.Diagnostics, "Cannot import line", err, "")
		return
	}

	// Write the state.
	id := types.StringValue(lineID(line.ID))
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("username"), types.StringValue(string(line.Username)))...)
	if resp.Identity != nil {
		resp.Diagnostics.Append(resp.Identity.Set(ctx, lineIdentity{ID: id})...)
	}
	memory{Imported: true}.save(ctx, resp.Private, &resp.Diagnostics)
}
