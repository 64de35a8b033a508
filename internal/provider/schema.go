package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// config is the provider block. Its values may be unknown during plan.
type config struct {
	TelecomX          types.Object  `tfsdk:"telecomx"`
	Panel             types.Object  `tfsdk:"panel"`
	Icareus           types.Object  `tfsdk:"icareus"`
	RequestTimeout    types.String  `tfsdk:"request_timeout"`
	MaxRetries        types.Int64   `tfsdk:"max_retries"`
	RequestsPerSecond types.Float64 `tfsdk:"requests_per_second"`
	AllowPlainHTTP    types.Bool    `tfsdk:"allow_plain_http"`
	Preflight         types.Bool    `tfsdk:"preflight"`
}

func configSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages an IPTV estate: packages, subscriptions and DRM accounts of Telecom X, lines of a line panel, " +
			"and linear channels of Icareus Suite. Configure only the platforms that you use: a type of another platform fails at " +
			"its first use and reports what to set. A value in the provider block takes precedence over its environment variable.",
		Attributes: map[string]schema.Attribute{
			"telecomx": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Access to Telecom X: either a token, or a username and password.",
				Attributes: map[string]schema.Attribute{
					"endpoint": text("Base address. Environment: `TELECOMX_ENDPOINT`. Default: `" + defaultTelecomX + "`."),
					"token":    credential("Machine token of an employee. Environment: `TELECOMX_TOKEN`."),
					"username": credential("Login name of an employee. Environment: `TELECOMX_USERNAME`."),
					"password": credential("Password of that employee. Environment: `TELECOMX_PASSWORD`."),
					"customer_id": text("Default `customer_id` of the Telecom X types: 24 hexadecimal characters. Environment: " +
						"`TELECOMX_CUSTOMER_ID`."),
					"tls":     tlsAttribute(),
					"headers": headersAttribute(),
				},
			},
			"panel": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Access to the line panel.",
				Attributes: map[string]schema.Attribute{
					"endpoint": text("Base address of the panel, without `/ext`. Environment: " +
						"`IPTV_PANEL_ENDPOINT`. There is no default."),
					"api_key": credential("API key of the panel, sent as `X-Api-Key`. Environment: `IPTV_PANEL_API_KEY`."),
					"user_token": credential("Access token of a panel user, sent as `X-Auth-User`; the user owns what is created. " +
						"Environment: `IPTV_PANEL_USER_TOKEN`."),
					"credit_limit": schema.Float64Attribute{
						Optional: true,
						MarkdownDescription: "Maximum credits that one plan or apply may spend on purchases and renewals of lines. " +
							"Environment: `IPTV_PANEL_CREDIT_LIMIT`. " +
							"Default: the balance of the user.",
						Validators: []validator.Float64{tf.NotNegative()},
					},
					"tls":     tlsAttribute(),
					"headers": headersAttribute(),
				},
			},
			"icareus": schema.SingleNestedAttribute{
				Optional: true,
				MarkdownDescription: "Access to the Channels Management API of Icareus Suite: an organisation, and either a token or " +
					"the organisation's secret.",
				Attributes: map[string]schema.Attribute{
					"endpoint": text("Address of the API. Environment: `ICAREUS_ENDPOINT`. Default: `" + defaultIcareus + "`."),
					"organization_id": schema.Int64Attribute{
						Optional:            true,
						MarkdownDescription: "Organisation ID. Environment: `ICAREUS_ORGANIZATION_ID`.",
						Validators:          []validator.Int64{int64validator.AtLeast(1)},
					},
					"token": credential("An existing user token or generated token, instead of `secret`. Environment: " +
						"`ICAREUS_TOKEN`."),
					"secret": credential("The organisation's secret. The provider generates a fresh token from it for every request. " +
						"Environment: `ICAREUS_SECRET`."),
					"tls":     tlsAttribute(),
					"headers": headersAttribute(),
				},
			},
			"request_timeout": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Timeout of one HTTP attempt, such as `1m30s`; 1 second to 10 minutes. Default: `30s`. " +
					"Environment: `IPTV_REQUEST_TIMEOUT`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional: true,
				MarkdownDescription: "Maximum retries of a request after a temporary failure, 0 to 20. Default: `4`. A create or a " +
					"renewal is never repeated blindly. Waiting for `Retry-After` uses up no retries. Environment: " +
					"`IPTV_MAX_RETRIES`.",
				Validators: []validator.Int64{int64validator.Between(0, mostRetries)},
			},
			"requests_per_second": schema.Float64Attribute{
				Optional: true,
				MarkdownDescription: "Maximum requests per second to each platform. Default: `0`, no limit. Environment: " +
					"`IPTV_REQUESTS_PER_SECOND`.",
				Validators: []validator.Float64{tf.NotNegative()},
			},
			"allow_plain_http": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Allow `http://` endpoints other than loopback addresses. Credentials can then be read on the " +
					"way. Default: `false`. Environment: `IPTV_ALLOW_PLAIN_HTTP`.",
			},
			"preflight": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Check plans against the platforms' live catalogues. Default: `true`. Environment: `IPTV_PREFLIGHT`.",
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

// tlsAttribute is how the certificates of a platform, and of the provider, are verified.
func tlsAttribute() schema.SingleNestedAttribute {
	pem := func(description string, sensitive bool) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Sensitive: sensitive, MarkdownDescription: description}
	}
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "Verification of the platform's certificate, and the provider's own certificate. TLS 1.2 is the minimum " +
			"version.",
		Attributes: map[string]schema.Attribute{
			"ca_certificate": pem("Certificates of the authorities to trust instead of the machine's, in PEM, for a private or "+
				"self-signed certificate.", false),
			"client_certificate": pem("Client certificate, in PEM, followed by its intermediate certificates.",
				false),
			"client_key":  pem("Private key of `client_certificate`, in PEM, unencrypted.", true),
			"server_name": text("Name that the platform's certificate has to be issued for. Default: the host of the endpoint."),
			"skip_verification": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Trust every certificate. Anybody in between can then read the credentials, so use it only for " +
					"tests, and `ca_certificate` otherwise. Default: `false`.",
			},
		},
	}
}

// headersAttribute is further headers of all requests to a platform.
func headersAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		Optional: true, Sensitive: true, ElementType: types.StringType,
		MarkdownDescription: "Additional headers of all requests, for a gateway in front of the platform. The provider's own headers " +
			"cannot be replaced.",
	}
}
