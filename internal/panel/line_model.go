package panel

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// lineModel is a line as the panel returns it, in the resource and in the data source, without its password.
type lineModel struct {
	ID             types.String `tfsdk:"id"`
	Username       types.String `tfsdk:"username"`
	PackageID      types.Int64  `tfsdk:"package_id"`
	Bouquets       types.Set    `tfsdk:"bouquets"`
	MACAddr        types.String `tfsdk:"mac_addr"`
	MaxConnections types.Int64  `tfsdk:"max_connections"`
	ResellerNotes  types.String `tfsdk:"reseller_notes"`
	IsEnabled      types.Bool   `tfsdk:"is_enabled"`
	ExpireAt       types.String `tfsdk:"expire_at"`
	IsRestreamer   types.Bool   `tfsdk:"is_restreamer"`
	IsTrial        types.Bool   `tfsdk:"is_trial"`
	Owner          types.String `tfsdk:"owner"`
	Type           types.String `tfsdk:"type"`
}

// lineResourceModel adds the password and what no read returns.
type lineResourceModel struct {
	lineModel

	Password          types.String  `tfsdk:"password"`
	PasswordWO        types.String  `tfsdk:"password_wo"`
	PasswordWOVersion types.Int64   `tfsdk:"password_wo_version"`
	ChargeCredits     types.Bool    `tfsdk:"charge_credits"`
	RenewalKey        types.String  `tfsdk:"renewal_key"`
	CanWatchAdult     types.Bool    `tfsdk:"can_watch_adult"`
	OwnerID           types.Int64   `tfsdk:"owner_id"`
	TransactionAmount types.Float64 `tfsdk:"transaction_amount"`
	Price             types.Float64 `tfsdk:"price"`
}

// fromAPI takes over a record. The MAC address, the expiry and the notes keep the spelling that m has for the same value.
// A device whose address the panel does not show keeps the one that m has.
func (m *lineModel) fromAPI(l api.Line) {
	m.ID = types.StringValue(lineID(l.ID))
	m.Username = types.StringValue(string(l.Username))
	m.PackageID = types.Int64Null()
	if l.PackageID != 0 {
		m.PackageID = types.Int64Value(int64(l.PackageID))
	}
	m.Bouquets = tf.Int64Set(l.Bouquets)
	if mac := addressOf(l); mac != "" || l.Type != api.Device {
		m.MACAddr = canonical(canonicalMAC).keep(m.MACAddr, mac)
	}
	m.MaxConnections = types.Int64Value(int64(l.MaxConnections))
	if stored := types.StringValue(string(l.ResellerNotes)); !canonical(canonicalNotes).alike(m.ResellerNotes, stored) {
		m.ResellerNotes = stored
	}
	m.IsEnabled = types.BoolValue(bool(l.IsEnabled))
	m.ExpireAt = canonical(canonicalTime).keep(m.ExpireAt, l.ExpireAt.String())
	m.IsRestreamer = types.BoolValue(bool(l.IsRestreamer))
	m.IsTrial = types.BoolValue(bool(l.IsTrial))
	m.Owner = types.StringValue(string(l.Owner))
	m.Type = types.StringValue(string(l.Type))
}

// addressOf is the address of a record in canonical form, "" when it has none: panels write null, "N/A", "-" or zeros on a
// regular line.
func addressOf(l api.Line) string {
	mac, ok := canonicalMAC(string(l.MAC))
	if !ok || mac == noAddress && l.Type != api.Device {
		return ""
	}
	return mac
}

// fromAPI takes over a record with its password.
func (m *lineResourceModel) fromAPI(l api.Line) {
	m.lineModel.fromAPI(l)
	m.Password = types.StringValue(string(l.Password))
}

// refresh takes over a record into state, where it may not say everything.
func (m *lineResourceModel) refresh(l api.Line, kept memory) {
	linked := m.PackageID
	m.fromAPI(l)
	if m.ChargeCredits.IsNull() { // imported: how a line was created cannot be read
		m.ChargeCredits = types.BoolValue(l.PackageID != 0)
		if l.PackageID == 0 {
			m.CanWatchAdult = types.BoolValue(false)
		}
	}
	if m.PackageID.IsNull() && m.ChargeCredits.ValueBool() {
		m.PackageID = linked // a panel that names no package does not contradict the one that was bought
	}
	if !m.PasswordWOVersion.IsNull() || kept.WriteOnly {
		m.Password = types.StringNull()
	}
}

// record is the record that m makes, for the inventory after a write whose response has none.
func (m *lineResourceModel) record() api.Line {
	at, _ := api.ParseTime(m.ExpireAt.ValueString())
	mac, _ := canonicalMAC(m.MACAddr.ValueString())
	return api.Line{
		ID: m.ID.ValueString(), Username: rest.Text(m.Username.ValueString()), Password: rest.Text(m.Password.ValueString()),
		MAC: rest.Text(mac), Owner: rest.Text(m.Owner.ValueString()), Type: rest.Text(m.Type.ValueString()), ExpireAt: at,
		IsEnabled: rest.Bool(m.IsEnabled.ValueBool()), IsRestreamer: rest.Bool(m.IsRestreamer.ValueBool()),
		IsTrial: rest.Bool(m.IsTrial.ValueBool()), PackageID: rest.Int(m.PackageID.ValueInt64()), Bouquets: tf.Int64s(m.Bouquets),
		MaxConnections: rest.Int(m.MaxConnections.ValueInt64()), ResellerNotes: rest.Text(m.ResellerNotes.ValueString()),
	}
}

// toAPI is what create sends for a planned line.
func (m *lineResourceModel) toAPI(username, password, rid string) api.Purchase {
	return api.Purchase{
		Username: username, Password: password, Package: m.PackageID.ValueInt64(), ResellerNotes: m.ResellerNotes.ValueString(),
		MAC: canonical(canonicalMAC).send(m.MACAddr), MaxConnections: tf.IfKnown(m.MaxConnections, m.MaxConnections.ValueInt64()),
		Bouquets: tf.IfKnown(m.Bouquets, tf.Int64s(m.Bouquets)), RID: rid,
	}
}

// toAPIAdvanced is what create-advanced sends for a planned line. What is not documented to have a default is always sent.
func (m *lineResourceModel) toAPIAdvanced(username, password, rid string) api.Settings {
	s := m.changes(lineResourceModel{})
	s.Username, s.Password, s.RID = &username, &password, rid
	s.IsEnabled = tf.IfKnown(m.IsEnabled, m.IsEnabled.ValueBool())
	if s.Bouquets == nil {
		s.Bouquets = &[]int64{}
	}
	return s
}

// changes is what update-advanced sends to make the state of a line the planned one, without its enabled state, which
// has calls of its own, and without a write-only password.
func (m *lineResourceModel) changes(state lineResourceModel) api.Settings {
	s := api.Settings{
		Username:       tf.Changed(m.Username, state.Username, m.Username.ValueString()),
		Password:       tf.Changed(m.Password, state.Password, m.Password.ValueString()),
		Bouquets:       tf.Changed(m.Bouquets, state.Bouquets, tf.Int64s(m.Bouquets)),
		MaxConnections: tf.Changed(m.MaxConnections, state.MaxConnections, m.MaxConnections.ValueInt64()),
	}
	if !canonical(canonicalNotes).alike(m.ResellerNotes, state.ResellerNotes) {
		s.ResellerNotes = tf.IfKnown(m.ResellerNotes, m.ResellerNotes.ValueString())
	}
	if !canonical(canonicalMAC).alike(m.MACAddr, state.MACAddr) {
		s.MAC = canonical(canonicalMAC).send(m.MACAddr)
	}
	if m.ChargeCredits.ValueBool() {
		return s // the rest is the package's
	}
	s.PackageID = tf.Changed(m.PackageID, state.PackageID, m.PackageID.ValueInt64())
	s.OwnerID = tf.Changed(m.OwnerID, state.OwnerID, m.OwnerID.ValueInt64())
	for _, flag := range []struct {
		to          **bool
		plan, state types.Bool
	}{
		{&s.IsRestreamer, m.IsRestreamer, state.IsRestreamer},
		{&s.IsTrial, m.IsTrial, state.IsTrial},
		{&s.CanWatchAdult, m.CanWatchAdult, state.CanWatchAdult},
	} {
		if flag.plan.ValueBool() != flag.state.ValueBool() && !flag.plan.IsUnknown() {
			*flag.to = flag.plan.ValueBoolPointer()
		}
	}
	if !m.ExpireAt.IsUnknown() && !canonical(canonicalTime).alike(m.ExpireAt, state.ExpireAt) {
		at, _ := time.Parse(time.RFC3339, m.ExpireAt.ValueString())
		s.ExpireAt = &api.Time{Time: at}
	}
	return s
}

// withKnown is a plan with its unknown values taken from what is known of the line.
func (m lineResourceModel) withKnown(known lineResourceModel) lineResourceModel {
	setIfUnknown(&m.ID, known.ID)
	setIfUnknown(&m.Username, known.Username)
	setIfUnknown(&m.Password, known.Password)
	setIfUnknown(&m.PackageID, known.PackageID)
	setIfUnknown(&m.Bouquets, known.Bouquets)
	setIfUnknown(&m.MACAddr, known.MACAddr)
	setIfUnknown(&m.MaxConnections, known.MaxConnections)
	setIfUnknown(&m.ResellerNotes, known.ResellerNotes)
	setIfUnknown(&m.IsEnabled, known.IsEnabled)
	setIfUnknown(&m.ExpireAt, known.ExpireAt)
	setIfUnknown(&m.IsRestreamer, known.IsRestreamer)
	setIfUnknown(&m.IsTrial, known.IsTrial)
	setIfUnknown(&m.Owner, known.Owner)
	setIfUnknown(&m.Type, known.Type)
	setIfUnknown(&m.ChargeCredits, known.ChargeCredits)
	setIfUnknown(&m.RenewalKey, known.RenewalKey)
	setIfUnknown(&m.CanWatchAdult, known.CanWatchAdult)
	setIfUnknown(&m.OwnerID, known.OwnerID)
	setIfUnknown(&m.TransactionAmount, known.TransactionAmount)
	setIfUnknown(&m.Price, known.Price)
	return m
}

func setIfUnknown[T attr.Value](to *T, from T) {
	if (*to).IsUnknown() {
		*to = from
	}
}

// warnDifferences warns of what a response has otherwise than planned.
func (m *lineResourceModel) warnDifferences(l api.Line, diags *diag.Diagnostics) {
	returned := *m // with the spelling of what is planned
	returned.lineModel.fromAPI(l)
	values := []struct {
		name              string
		planned, returned attr.Value
		decided           bool // by the package
	}{
		{"username", m.Username, returned.Username, false},
		{"bouquets", m.Bouquets, returned.Bouquets, false},
		{"max_connections", m.MaxConnections, returned.MaxConnections, false},
		{"mac_addr", m.MACAddr, returned.MACAddr, false},
		{"reseller_notes", m.ResellerNotes, returned.ResellerNotes, false},
		{"package_id", m.PackageID, returned.PackageID, m.ChargeCredits.ValueBool()},
		{"expire_at", m.ExpireAt, returned.ExpireAt, m.ChargeCredits.ValueBool()},
		{"is_restreamer", m.IsRestreamer, returned.IsRestreamer, m.ChargeCredits.ValueBool()},
		{"is_trial", m.IsTrial, returned.IsTrial, m.ChargeCredits.ValueBool()},
	}
	for _, v := range values {
		if v.decided {
			continue
		}
		reason := ""
		if v.name == "bouquets" && m.ChargeCredits.ValueBool() {
			reason = "The panel omits bouquets that the package does not include."
		}
		tf.WarnDifference(diags, platformName, path.Root(v.name), v.planned, v.returned, reason)
	}
}
