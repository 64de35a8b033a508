package panel

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

var _ datasource.DataSourceWithConfigure = (*profileDataSource)(nil)

type profileDataSource struct{ tf.DataSource[Platform] }

func newProfileDataSource() datasource.DataSource {
	return &profileDataSource{tf.NewDataSource("iptv_panel_profile", providerData.Panel)}
}

func (d *profileDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The panel user whose token is used. A `check` block over `credits` warns in every plan when they run low.",
		Attributes: map[string]schema.Attribute{
			"name": tf.DataString("Name of the user."),
			"credits": tf.DataFloat64("Remaining credits, possibly fractional. Terraform reads them during the plan, before the " +
				"run buys or renews anything: an output of them is one purchase behind after an apply, and the next plan shows it as " +
				"changed, once. With `depends_on` on all lines they are read during the apply, after the purchases, so that the next " +
				"plan is empty; a `check` then judges what is left."),
		},
	}
}

func (d *profileDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.HasPlatformOrError(&resp.Diagnostics) {
		return
	}

	// Call the platform.
	profile, err := d.Platform.api.Profile(ctx)
	if err == nil {
		err = profile.Err
	}
	if err != nil {
		addError(&resp.Diagnostics, "Cannot read panel profile", err, "")
		return
	}

	// Write the state.
	resp.Diagnostics.Append(resp.State.Set(ctx, struct {
		Name    types.String  `tfsdk:"name"`
		Credits types.Float64 `tfsdk:"credits"`
	}{types.StringValue(string(profile.Name)), creditsOf(profile)})...)
}

// creditsOf is null where the panel does not say them.
func creditsOf(p api.Profile) types.Float64 {
	if !p.CreditsKnown {
		return types.Float64Null()
	}
	return types.Float64Value(float64(p.Credits))
}
