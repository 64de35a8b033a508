package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// config is the provider block. Its values may be unknown during plan.
type config struct {
	TelecomX          types.Object         `tfsdk:"telecomx"`
	Panel             types.Object         `tfsdk:"panel"`
	Icareus           types.Object         `tfsdk:"icareus"`
	RequestTimeout    timetypes.GoDuration `tfsdk:"request_timeout"`
	MaxRetries        types.Int64          `tfsdk:"max_retries"`
	RequestsPerSecond types.Float64        `tfsdk:"requests_per_second"`
	AllowPlainHTTP    types.Bool           `tfsdk:"allow_plain_http"`
	Preflight         types.Bool           `tfsdk:"preflight"`
}

func configSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Runs an IPTV estate: packages, subscriptions and DRM accounts of Telecom X, lines of a line panel, " +
			"and linear channels of Icareus Suite. Every part is optional; a type whose platform is not configured fails at its first use and says what to set. " +
			"A value in the provider block wins over its environment variable.",
		Attributes: map[string]schema.Attribute{
			"telecomx": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Access to Telecom X: either a token, or a username and password.",
				Attributes: map[string]schema.Attribute{
					"endpoint":    text("Base address. Environment: `TELECOMX_ENDPOINT`. Default: `" + defaultTelecomX + "`."),
					"token":       credential("Machine token of an employee. Environment: `TELECOMX_TOKEN`."),
					"username":    credential("Login name of an employee. Environment: `TELECOMX_USERNAME`."),
					"password":    credential("Password of that employee. Environment: `TELECOMX_PASSWORD`."),
					"customer_id": customerID(),
				},
			},
			"panel": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Access to the line panel.",
				Attributes: map[string]schema.Attribute{
					"endpoint":   text("Base address of the panel, without `/ext`. Environment: `IPTV_PANEL_ENDPOINT`. There is no default."),
					"api_key":    credential("API key of the panel, sent as `X-Api-Key`. Environment: `IPTV_PANEL_API_KEY`."),
					"user_token": credential("Access token of a panel user, sent as `X-Auth-User`; the user owns what is created. Environment: `IPTV_PANEL_USER_TOKEN`."),
					"credit_limit": schema.Float64Attribute{
						Optional: true,
						MarkdownDescription: "The most credits that one plan or apply may spend on purchases and renewals of lines. Environment: `IPTV_PANEL_CREDIT_LIMIT`. " +
							"Default: the balance of the user.",
						Validators: []validator.Float64{float64validator.AtLeast(0)},
					},
				},
			},
			"icareus": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Access to the Channels Management API of Icareus Suite: an organisation, and either a token or the organisation's secret.",
				Attributes: map[string]schema.Attribute{
					"endpoint": text("Address of the API. Environment: `ICAREUS_ENDPOINT`. Default: `" + defaultIcareus + "`."),
					"organization_id": schema.Int64Attribute{
						Optional:            true,
						MarkdownDescription: "Organisation ID. Environment: `ICAREUS_ORGANIZATION_ID`.",
						Validators:          []validator.Int64{int64validator.AtLeast(1)},
					},
					"token":  credential("A ready user token or generated token. Environment: `ICAREUS_TOKEN`."),
					"secret": credential("The organisation's secret, from which every request gets a fresh generated token. Environment: `ICAREUS_SECRET`."),
				},
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				CustomType:          timetypes.GoDurationType{},
				MarkdownDescription: "How long one HTTP attempt may take, such as `30s` (the default) or `1m30s`; 1 second to 10 minutes.",
			},
			"max_retries": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "How often a request is sent again after a failure that may pass, 0 to 20. Default: `4`. What must happen once is never repeated blindly.",
				Validators:          []validator.Int64{int64validator.Between(0, 20)},
			},
			"requests_per_second": schema.Float64Attribute{
				Optional:            true,
				MarkdownDescription: "Most requests a second to each platform. Default: `0`, no limit.",
				Validators:          []validator.Float64{float64validator.AtLeast(0)},
			},
			"allow_plain_http": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Allow `http://` endpoints beyond this machine. Credentials then travel readable. Default: `false`.",
			},
			"preflight": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Check plans against the platforms' live catalogues. Default: `true`.",
			},
		},
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, MarkdownDescription: description,
		Validators: []validator.String{tf.Printable()},
	}
}

func credential(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true, Sensitive: true, MarkdownDescription: description,
		Validators: []validator.String{tf.Printable()},
	}
}

func customerID() schema.StringAttribute {
	a := text("Customer that the Telecom X types use when they name none: 24 hexadecimal characters. Environment: `TELECOMX_CUSTOMER_ID`.")
	a.Validators = append(a.Validators, tf.HexID())
	return a
}
