package panel

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
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

**Creating a line charges credits**, unless ` + "`charge_credits = false`, as does a new `renewal_key`" + `. Both are in the plan, with their price, before
they happen. Destroying a line terminates it; no refund is assumed.`

func lineSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: lineDescription,
		Attributes: map[string]schema.Attribute{
			"id": tf.ComputedString("Line ID (`line_id`), a UUID."),
			"username": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Username, 1 to 255 characters without surrounding white space, unique in the panel and in a " +
					"configuration. If it is not set: 16 random letters and digits, made on creation.",
				Validators:    []validator.String{stringvalidator.UTF8LengthBetween(1, 255), trimmed{}},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"password": schema.StringAttribute{
				Optional: true, Computed: true, Sensitive: true,
				MarkdownDescription: "Password, 1 to 255 characters. If neither it nor `password_wo` is set: 16 random letters and " +
					"digits, made on creation. " +
					"It is stored in the state; null when `password_wo` is used.",
				Validators: []validator.String{
					stringvalidator.UTF8LengthBetween(1, 255),
					stringvalidator.ConflictsWith(path.MatchRoot("password_wo"), path.MatchRoot("password_wo_version")),
					stringvalidator.PreferWriteOnlyAttribute(path.MatchRoot("password_wo")),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"password_wo": schema.StringAttribute{
				Optional: true, Sensitive: true, WriteOnly: true,
				MarkdownDescription: "Password, 1 to 255 characters, that is never stored. It is sent on creation and whenever " +
					"`password_wo_version` changes, but not " +
					"with the first version of an imported line, which has a password. Drift of the password is then not seen.",
				Validators: []validator.String{
					stringvalidator.UTF8LengthBetween(1, 255), stringvalidator.AlsoRequires(path.MatchRoot("password_wo_version")),
				},
			},
			"password_wo_version": schema.Int64Attribute{
				Optional: true, MarkdownDescription: "Version of `password_wo`, any number: a new one sends the password.",
				Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("password_wo"))},
			},
			"charge_credits": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Buy the line for credits, as `package_id` says (default). `false` makes it without a charge, with " +
					"the expiry and flags of the configuration. " +
					"It matters on creation only: changing it later sends nothing, and a line that was bought keeps its expiry date and " +
					"flags until the configuration sets them. " +
					"For an imported line `true` is assumed when the panel names a package.",
			},
			"package_id": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Package. Required when credits are charged; a line can change package only through a renewal, " +
					"with a new `renewal_key`. " +
					"Without a charge it only links the line to the package, and the panel has no call that removes the link: deleted " +
					"from the configuration it stays, with a warning.",
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"renewal_key": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "A new value renews the line once, for `package_id`, and charges credits; any text, such as " +
					"`2027-01`. " +
					"A value that the line was bought or renewed with is refused at plan. On creation, and for an imported line that " +
					"has none yet, it is stored and renews nothing; removing it does nothing.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"bouquets": schema.SetAttribute{
				ElementType: types.Int64Type, Optional: true, Computed: true,
				MarkdownDescription: "IDs of the bouquets. If they are not set: all of the package, or none without a charge; deleted " +
					"from the configuration they become so again, " +
					"or stay, with a warning, where the package cannot be read. On a charged line they have to be the package's.",
				Validators:    []validator.Set{setvalidator.NoNullValues()},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			},
			"mac_addr": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "MAC address, in any usual spelling, which makes the line a device. Adding or removing it replaces " +
					"the line, **which charges again**; changing it does not. One resource has it in a configuration.",
				Validators: []validator.String{macSpelling},
				PlanModifiers: []planmodifier.String{
					macSpelling,
					stringplanmodifier.RequiresReplaceIf(becomesOther, "Adding or removing the address replaces the line.",
						"Adding or removing the address replaces the line."),
				},
			},
			"max_connections": schema.Int64Attribute{
				Optional: true, Computed: true, MarkdownDescription: "Connections at a time, 1 or more. If they are not set: the " +
					"package's, or 1 without a charge; deleted from the configuration they become so again, " +
					"or stay, with a warning, where the package cannot be read.",
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"reseller_notes": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(""),
				MarkdownDescription: "Notes, compared without the white space around them. Default: empty.",
				Validators:          []validator.String{stored{}},
				PlanModifiers:       []planmodifier.String{spelling{canonical: canonicalNotes}},
			},
			"is_enabled": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether the line works. Default: `true`. A charged line is always created enabled and then " +
					"disabled, with one more request.",
			},
			"expire_at": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Expiry, RFC 3339 in whole seconds, compared as an instant. Only with `charge_credits = false`, " +
					"where its absence means unlimited; otherwise as reported by the panel, " +
					"and a configured value has to equal that. Null: unlimited.",
				Validators:    []validator.String{timeSpelling},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), timeSpelling},
			},
			"is_restreamer":   unchargedBool("Line of a restreamer."),
			"is_trial":        unchargedBool("Trial line."),
			"can_watch_adult": unchargedBool("Whether adult channels can be watched. The panel never returns it; null on a charged line."),
			"owner_id": schema.Int64Attribute{
				Optional: true, Computed: true,
				MarkdownDescription: "ID of the user that owns the line, for tokens of super-admins only; look at `owner` for its " +
					"effect. Only with `charge_credits = false`, where its absence means the owner of the token; deleted from the " +
					"configuration the owner stays, with a warning. " +
					"A panel that ignores it is a warning. The panel never returns it; null when it is not set.",
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"price": schema.Float64Attribute{
				Computed: true,
				MarkdownDescription: "Credits that the last purchase or renewal was planned at, from the panel's packages, so that a " +
					"policy can add up a plan. " +
					"Null without a charge, after an import, where the packages cannot be read, and with `preflight = false` and no " +
					"`credit_limit`.",
				PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			},
			"owner": tf.ComputedString("Name of the user that owns the line."),
			"type":  tf.ComputedString("`regular`, or `device` with a MAC address."),
			"transaction_amount": schema.Float64Attribute{
				Computed: true,
				MarkdownDescription: "Credits of the last creation or renewal by Terraform, below 0 when they were taken. Null when " +
					"they are not known: " +
					"after an import, and when the panel's response was lost and its effect was found.",
				PlanModifiers: []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			},
		},
	}
}

// becomesOther replaces where an address is added or removed: a record becomes a device at its creation only (section 5).
func becomesOther(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.PlanValue.IsUnknown() && req.PlanValue.IsNull() != req.StateValue.IsNull()
}

func unchargedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: description + " Only with `charge_credits = false`, where its absence means `false`; otherwise as reported " +
			"by the panel, and a configured value has to equal that.",
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
	}
}
