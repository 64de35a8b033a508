package telecomx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// The types of the nested objects.
var (
	recordingTypes = map[string]attr.Type{
		"enabled": types.BoolType, "storage_hours": types.Int64Type, "auto_expire_days": types.Int64Type,
	}
	npvrTypes = map[string]attr.Type{
		"override": types.BoolType, "enabled": types.BoolType, "storage_hours": types.Int64Type, "auto_expire_days": types.Int64Type,
	}
	scrubTypes = map[string]attr.Type{
		"override": types.BoolType, "forward": types.BoolType, "backward": types.BoolType, "pause": types.BoolType,
	}
	subscribedTypes = map[string]attr.Type{
		"id": types.StringType, "start": timetypes.RFC3339Type{}, "end": timetypes.RFC3339Type{},
	}
)

func subscriptionSchema() schema.Schema {
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	return schema.Schema{
		MarkdownDescription: "The subscription of a customer with the feature IPTVPRIVATE in Telecom X: packages, network recording " +
			"(nPVR) and scrubbing. There is one for each customer, and it always exists: creating the resource takes it over, " +
			"destroying it resets it. Two resources for one customer are an error at plan.\n\n" +
			"Subscriptions have no list resource: there is one for each customer, and the documentation of the platform does not say in " +
			"full how customers are listed. The guide \"Adopt an estate\" shows how those of known customers are imported.",
		Attributes: map[string]schema.Attribute{
			"id": tf.ComputedString("Customer ID."),
			"customer_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "Customer: 24 hexadecimal characters, in any case. Another customer replaces the " +
					"resource.",
				Validators: []validator.String{validID()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(otherID,
					"Another customer replaces the resource.", "Another customer replaces the resource.")},
			},
			"npvr": schema.SingleNestedAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Network recording. The other attributes can be set only with " +
					"`override = true`; each one that is not set is the reseller's.",
				Attributes: map[string]schema.Attribute{
					"override": schema.BoolAttribute{Required: true, MarkdownDescription: "Override the reseller's network recording."},
					"enabled":  flag("Whether network recording is on."),
					"storage_hours": schema.Int64Attribute{
						Optional: true, MarkdownDescription: "Hours that the customer may store, 1 to 999.",
						Validators: []validator.Int64{int64validator.Between(1, 999)},
					},
					"auto_expire_days": schema.Int64Attribute{
						Optional: true, MarkdownDescription: "Days until recordings are deleted, 1 to 365.",
						Validators: []validator.Int64{int64validator.Between(1, 365)},
					},
				},
				Validators: []validator.Object{onlyWithOverride{}},
			},
			"effective_npvr": schema.SingleNestedAttribute{
				Computed: true, MarkdownDescription: "Network recording that is in force: overridden, or the reseller's.",
				PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
				Attributes: map[string]schema.Attribute{
					"enabled":          schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether network recording is on."},
					"storage_hours":    schema.Int64Attribute{Computed: true, MarkdownDescription: "Hours that the customer may store."},
					"auto_expire_days": schema.Int64Attribute{Computed: true, MarkdownDescription: "Days until recordings are deleted."},
				},
			},
			"scrub": schema.SingleNestedAttribute{
				Optional: true, Computed: true, MarkdownDescription: "Scrubbing. The other attributes can be set only with `override " +
					"= true`; each one that is not set is then not allowed.",
				Attributes: map[string]schema.Attribute{
					"override": schema.BoolAttribute{Required: true, MarkdownDescription: "Override the channels' scrubbing."},
					"forward":  flag("Whether scrubbing forward is allowed."),
					"backward": flag("Whether scrubbing backward is allowed."),
					"pause":    flag("Whether pausing is allowed."),
				},
				Validators: []validator.Object{onlyWithOverride{}},
			},
			"packages": schema.SetNestedAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "All packages of the customer; at most one can be a main package. The platform removes a " +
					"package when its `end` has passed: it stays in the state, and the plan warns until it is removed from the " +
					"configuration.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": schema.StringAttribute{
						Required: true, MarkdownDescription: "Package ID: 24 hexadecimal characters, in any case.",
						Validators: []validator.String{validID()},
					},
					"start": schema.StringAttribute{
						Optional: true, CustomType: timetypes.RFC3339Type{},
						MarkdownDescription: "When the package starts (RFC 3339). Default: when the package is first included. " +
							"Removing it later changes nothing.",
					},
					"end": schema.StringAttribute{
						Optional: true, CustomType: timetypes.RFC3339Type{},
						MarkdownDescription: "When the package expires (RFC 3339): not before `start`, and at most 12 months after " +
							"the later of now and `start`. Default: never.",
					},
				}},
				Validators: []validator.Set{tf.NoNulls(), subscribedOnce{}, subscribedDates{}},
			},
			"allow_overwrite": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Allow the creation to drop or change what the customer already has. Default: `false`: the plan " +
					"fails and names the import command. It matters only on creation.",
			},
		},
	}
}

// otherID replaces for another id, not for another spelling of the same one.
func otherID(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !sameID(req.PlanValue, req.StateValue)
}
