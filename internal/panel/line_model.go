package panel

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// lineModel is a line as the panel answers it, in the resource and in the data source, without its password.
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

// lineResourceModel adds the password and what no read answers.
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

// read takes over a record into state, where it may not say everything.
func (m *lineResourceModel) read(l api.Line, kept memory) {
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

// toAPI is the record that m makes, for the inventory after a write that answered none.
func (m *lineResourceModel) toAPI() api.Line {
	at, _ := api.ParseTime(m.ExpireAt.ValueString())
	mac, _ := canonicalMAC(m.MACAddr.ValueString())
	return api.Line{
		ID: m.ID.ValueString(), Username: rest.Text(m.Username.ValueString()), Password: rest.Text(m.Password.ValueString()),
		MAC: rest.Text(mac), Owner: rest.Text(m.Owner.ValueString()), Type: rest.Text(m.Type.ValueString()), ExpireAt: at,
		IsEnabled: rest.Bool(m.IsEnabled.ValueBool()), IsRestreamer: rest.Bool(m.IsRestreamer.ValueBool()), IsTrial: rest.Bool(m.IsTrial.ValueBool()),
		PackageID: rest.Int(m.PackageID.ValueInt64()), Bouquets: tf.Int64s(m.Bouquets), MaxConnections: rest.Int(m.MaxConnections.ValueInt64()),
		ResellerNotes: rest.Text(m.ResellerNotes.ValueString()),
	}
}

// purchase is what create sends for a planned line.
func (m *lineResourceModel) purchase(username, password, rid string) api.Purchase {
	return api.Purchase{
		Username: username, Password: password, Package: m.PackageID.ValueInt64(), ResellerNotes: m.ResellerNotes.ValueString(),
		MAC: canonical(canonicalMAC).send(m.MACAddr), MaxConnections: set(m.MaxConnections, m.MaxConnections.ValueInt64()),
		Bouquets: set(m.Bouquets, tf.Int64s(m.Bouquets)), RID: rid,
	}
}

// settings is what create-advanced sends for a planned line. What is not documented to have a default is always sent.
func (m *lineResourceModel) settings(username, password, rid string) api.Settings {
	s := m.changes(lineResourceModel{})
	s.Username, s.Password, s.RID = &username, &password, rid
	s.IsEnabled = set(m.IsEnabled, m.IsEnabled.ValueBool())
	if s.Bouquets == nil {
		s.Bouquets = &[]int64{}
	}
	return s
}

// changes is what update-advanced sends to make the state of a line the planned one, without its enabled state, which
// has calls of its own, and without a write-only password.
func (m *lineResourceModel) changes(state lineResourceModel) api.Settings {
	s := api.Settings{
		Username:       changed(m.Username, state.Username, m.Username.ValueString()),
		Password:       changed(m.Password, state.Password, m.Password.ValueString()),
		Bouquets:       changed(m.Bouquets, state.Bouquets, tf.Int64s(m.Bouquets)),
		MaxConnections: changed(m.MaxConnections, state.MaxConnections, m.MaxConnections.ValueInt64()),
	}
	if !canonical(canonicalNotes).alike(m.ResellerNotes, state.ResellerNotes) {
		s.ResellerNotes = set(m.ResellerNotes, m.ResellerNotes.ValueString())
	}
	if !canonical(canonicalMAC).alike(m.MACAddr, state.MACAddr) {
		s.MAC = canonical(canonicalMAC).send(m.MACAddr)
	}
	if m.ChargeCredits.ValueBool() {
		return s // the rest is the package's
	}
	s.PackageID = changed(m.PackageID, state.PackageID, m.PackageID.ValueInt64())
	s.OwnerID = changed(m.OwnerID, state.OwnerID, m.OwnerID.ValueInt64())
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

// settled is a plan with its unknown values taken from what is known of the line.
func (m lineResourceModel) settled(known lineResourceModel) lineResourceModel {
	fill(&m.ID, known.ID)
	fill(&m.Username, known.Username)
	fill(&m.Password, known.Password)
	fill(&m.PackageID, known.PackageID)
	fill(&m.Bouquets, known.Bouquets)
	fill(&m.MACAddr, known.MACAddr)
	fill(&m.MaxConnections, known.MaxConnections)
	fill(&m.ResellerNotes, known.ResellerNotes)
	fill(&m.IsEnabled, known.IsEnabled)
	fill(&m.ExpireAt, known.ExpireAt)
	fill(&m.IsRestreamer, known.IsRestreamer)
	fill(&m.IsTrial, known.IsTrial)
	fill(&m.Owner, known.Owner)
	fill(&m.Type, known.Type)
	fill(&m.ChargeCredits, known.ChargeCredits)
	fill(&m.RenewalKey, known.RenewalKey)
	fill(&m.CanWatchAdult, known.CanWatchAdult)
	fill(&m.OwnerID, known.OwnerID)
	fill(&m.TransactionAmount, known.TransactionAmount)
	fill(&m.Price, known.Price)
	return m
}

func fill[T attr.Value](to *T, from T) {
	if (*to).IsUnknown() {
		*to = from
	}
}

// set is a value to send, nil when it is left to the panel.
func set[T any](planned attr.Value, value T) *T {
	if planned.IsNull() || planned.IsUnknown() {
		return nil
	}
	return &value
}

// changed is a value to send, nil when it is left to the panel or equal to the state.
func changed[T any](planned, state attr.Value, value T) *T {
	if planned.Equal(state) {
		return nil
	}
	return set(planned, value)
}

// warnDifferences names what the panel made otherwise than planned. The state follows the plan, and the next refresh shows
// the difference.
func (m *lineResourceModel) warnDifferences(l api.Line, diags *diag.Diagnostics) {
	is := *m // with the spelling of what is planned
	is.lineModel.fromAPI(l)
	values := []struct {
		name        string
		planned, is attr.Value
		decided     bool // by the package
	}{
		{"username", m.Username, is.Username, false},
		{"bouquets", m.Bouquets, is.Bouquets, false},
		{"max_connections", m.MaxConnections, is.MaxConnections, false},
		{"mac_addr", m.MACAddr, is.MACAddr, false},
		{"reseller_notes", m.ResellerNotes, is.ResellerNotes, false},
		{"package_id", m.PackageID, is.PackageID, m.ChargeCredits.ValueBool()},
		{"expire_at", m.ExpireAt, is.ExpireAt, m.ChargeCredits.ValueBool()},
		{"is_restreamer", m.IsRestreamer, is.IsRestreamer, m.ChargeCredits.ValueBool()},
		{"is_trial", m.IsTrial, is.IsTrial, m.ChargeCredits.ValueBool()},
	}
	for _, v := range values {
		if v.planned.IsUnknown() || v.decided || v.planned.Equal(v.is) {
			continue
		}
		advice := "The next plan shows the difference."
		if v.name == "bouquets" && m.ChargeCredits.ValueBool() {
			advice = "The panel leaves out what the package does not include. " + advice
		}
		diags.AddAttributeWarning(path.Root(v.name), "Line is not as planned",
			fmt.Sprintf("%s was planned as %s, and the panel has %s. %s", v.name, v.planned, v.is, advice))
	}
}
