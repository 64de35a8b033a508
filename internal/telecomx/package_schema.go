package telecomx

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// maxChannels is how many channels a package may have (section 3).
const maxChannels = 1000

func packageSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A package of TV channels of a host in Telecom X: a reseller with the feature IPTVPRIVATE, or a " +
			"customer with IPTVBUSINESS. Customers subscribe to packages.",
		Attributes: map[string]schema.Attribute{
			"id": tf.ComputedString("Package ID."),
			"name": schema.StringAttribute{
				Required: true, MarkdownDescription: "Name, not empty. Names need not be unique.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"main": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Main package: a subscription holds at most one, and its settings win for a channel that is " +
					"also in another package. Default: `false`. A change replaces the package.",
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplace()},
			},
			"channels": schema.MapAttribute{
				ElementType: types.StringType, Required: true,
				MarkdownDescription: "1 to 1000 channels: a map of channel ID (24 hexadecimal characters, in any case) to the way it " +
					"is received: `BASE` (base channel stream), `DVB` or `LOCAL` (locally available stream).",
				Validators: []validator.Map{
					mapvalidator.SizeBetween(1, maxChannels),
					mapvalidator.KeysAre(validID()),
					mapvalidator.ValueStringsAre(stringvalidator.OneOf(api.TypeBase, api.TypeDVB, api.TypeLocal)),
					onceEach{},
				},
			},
			"customer_id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Customer who hosts the package: 24 hexadecimal characters. Default: `telecomx.customer_id` of " +
					"the provider, or `TELECOMX_CUSTOMER_ID`. A change replaces the package. The platform never returns it: an " +
					"imported package adopts the configured value.",
				Validators: []validator.String{validID()},
			},
		},
	}
}

// onceEach refuses keys that are the same id in two spellings, and keys without a value.
type onceEach struct{}

func (onceEach) Description(context.Context) string {
	return "must name each channel once, whatever the case, with a type"
}
func (v onceEach) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (onceEach) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	elements := req.ConfigValue.Elements()
	first := make(map[string]string, len(elements))
	for id, element := range elements {
		if element.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtMapKey(id), "Channel without a type",
				fmt.Sprintf("The value of channel %s is null. Set BASE, DVB or LOCAL, or leave the channel out, for example by a for "+
					"expression with an if clause.", id))
		}
		other, twice := first[api.Key(id)]
		first[api.Key(id)] = id
		if twice {
			resp.Diagnostics.AddAttributeError(req.Path.AtMapKey(max(id, other)), "Channel named twice",
				fmt.Sprintf("%s and %s are the same channel: IDs are compared without case. Keep one of them.",
					min(id, other), max(id, other)))
		}
	}
}
