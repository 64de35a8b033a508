package panel

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/float64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

const lineDescription = `A line of the panel: credentials for a player, with an expiry date. With a MAC address it is a device.

**Creating a line charges credits**, unless ` + "`charge_credits = false`" + `, and so does a new ` + "`renewal_key`" + `.
The plan shows both with their price. Destroying a line terminates it; no refund is assumed.`

func lineSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: lineDescription,
		Attributes: map[string]schema.Attribute{
			"id": tf.ComputedString("Line ID (`line_id` of the panel), a UUID."),
			"username": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Username, 1 to 255 characters without surrounding white space, unique in the panel. Default: " +
					"16 random letters and digits.",
				Validators:    []validator.String{stringvalidator.UTF8LengthBetween(1, 255), trimmed{}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"password": schema.StringAttribute{
				Optional: true, Computed: true, Sensitive: true,
				MarkdownDescription: "Password, 1 to 255 characters. Stored in the state, unlike `password_wo`: prefer that where the " +
					"state is shared. If neither is set: 16 random letters and digits.",
				Validators: []validator.String{
					stringvalidator.UTF8LengthBetween(1, 255),
					stringvalidator.ConflictsWith(path.MatchRoot("password_wo")), // whose version is required beside it
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"password_wo": schema.StringAttribute{
				Optional: true, Sensitive: true, WriteOnly: true,
				MarkdownDescription: "Password, 1 to 255 characters, that is never stored. It is sent on creation and whenever " +
					"`password_wo_version` changes, but not with the first version of an imported line. Its drift cannot be seen.",
				Validators: []validator.String{
					stringvalidator.UTF8LengthBetween(1, 255), stringvalidator.AlsoRequires(path.MatchRoot("password_wo_version")),
				},
			},
			"password_wo_version": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Version of `password_wo`, any number: a new value sends the password.",
				Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("password_wo"))},
			},
			"charge_credits": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether to buy the line for credits, with the package `package_id`. Default: `true`. With " +
					"`false` the line is created without a charge, with the configured expiry date and flags. It matters only on " +
					"creation: a later change sends nothing, and a bought line keeps its expiry date and flags until the configuration " +
					"sets them. An imported line counts as bought if the panel returns a package.",
			},
			"package_id": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Package ID, 1 or more. Required with `charge_credits = true`; a bought line can change package " +
					"only through a renewal, with a new `renewal_key`. Without a charge it only links the line to the package. The " +
					"link cannot be removed: the line keeps it, and the plan warns.",
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"renewal_key": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Any text, such as `2027-01`. **A new value renews the line once**, for `package_id`, and " +
					"charges credits. A value that was used for the line before is an error at plan. On creation, and for an " +
					"imported line that has no key yet, the key is stored and renews nothing; removing it does nothing.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"bouquets": schema.SetAttribute{
				ElementType: types.Int64Type, Optional: true, Computed: true,
				MarkdownDescription: "IDs of the bouquets; on a charged line, bouquets of its package. Default: all bouquets of the " +
					"package, or none without a charge. If the package cannot be read, removing the attribute changes nothing, and the " +
					"plan warns.",
				Validators:    []validator.Set{tf.NoNulls()},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			},
			"mac_addr": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "MAC address in any usual spelling, which makes the line a device. Adding or removing it " +
					"replaces the line, **which charges again**; changing it does not. Unique in a configuration.",
				Validators: []validator.String{macSpelling},
				PlanModifiers: []planmodifier.String{
					macSpelling,
					stringplanmodifier.RequiresReplaceIf(becomesOther, "Adding or removing the address replaces the line.",
						"Adding or removing the address replaces the line."),
				},
			},
			"max_connections": schema.Int64Attribute{
				Optional: true, Computed: true, MarkdownDescription: "Simultaneous connections, 1 or more. Default: those of the " +
					"package, or 1 without a charge. If the package cannot be read, removing the attribute changes nothing, and the " +
					"plan warns.",
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"reseller_notes": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(""),
				MarkdownDescription: "Notes. Surrounding white space is ignored. Default: empty.",
				Validators:          []validator.String{stored{}},
				PlanModifiers:       []planmodifier.String{spelling{canonical: canonicalNotes}},
			},
			"is_enabled": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether the line is enabled. Default: `true`. A charged line is created enabled, and then " +
					"disabled by a second request.",
			},
			"expire_at": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Expiry date, RFC 3339 in whole seconds, compared as an instant; null is unlimited. Set it only " +
					"with `charge_credits = false`, where the default is unlimited." + panelDecides,
				Validators:    []validator.String{timeSpelling},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), timeSpelling},
			},
			"is_restreamer":   unchargedBool("Whether the line is a restreamer's." + panelDecides),
			"is_trial":        unchargedBool("Whether the line is a trial." + panelDecides),
			"can_watch_adult": unchargedBool("Whether adult channels can be watched. The panel never returns it; null on a charged line."),
			"owner_id": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "ID of the user that owns the line, only with `charge_credits = false` and the token of a " +
					"super-admin. Default: the token's user. The panel never returns it: `owner` shows its effect, and the apply " +
					"warns if the panel ignores it. Removing it leaves the owner as it is, and the plan warns.",
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"price": schema.Float64Attribute{
				Computed: true,
				MarkdownDescription: "Price in credits of the last purchase or renewal, known in the plan, so that a policy can add " +
					"up prices. A line that is taken over has it as well, and is not charged again. Null without a charge, after an " +
					"import, if the packages cannot be read, and with `preflight = false` and no `credit_limit`.",
				PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			},
			"owner": tf.ComputedString("Name of the user that owns the line."),
			"type":  tf.ComputedString("Type: `device` with a MAC address, otherwise `regular`."),
			"transaction_amount": schema.Float64Attribute{
				Computed: true,
				MarkdownDescription: "Credits of the last purchase or renewal by Terraform, negative for a charge. Null if they are " +
					"not known: after an import, and after a response that was lost.",
				PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			},
		},
	}
}

// becomesOther replaces where an address is added or removed: a record becomes a device at its creation only (section 5).
func becomesOther(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.PlanValue.IsUnknown() && req.PlanValue.IsNull() != req.StateValue.IsNull()
}

// panelDecides is said of what a package brings along.
const panelDecides = " On a charged line the panel decides it, and a configured value must equal the panel's."

func unchargedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description + " Set it only with `charge_credits = false`, where the default is `false`.",
		PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}
