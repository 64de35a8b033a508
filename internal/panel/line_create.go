package panel

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// creating is a line between two steps of its creation.
type creating struct {
	config, plan lineResourceModel

	username string
	password string
	random   bool          // the username, which therefore nobody else has
	price    types.Float64 // what is reserved for it; null where that is not known, or nothing is charged
	resent   bool          // the create was sent more than once
	receipt  api.Receipt
	line     *api.Line // as the panel gave it last; nil while it is not known
}

// createStep brings a creation further. It reports whether the creation goes on; if not, diags say why.
type createStep func(context.Context, creating, *diag.Diagnostics) (creating, bool)

// createSteps are the steps until the line exists, in order.
func (p *Platform) createSteps() []createStep {
	return []createStep{p.checkCreation, p.chooseCredentials, p.lookForUsername, p.reserveCredits, p.sendCreate}
}

// finishSteps are the steps once the line exists. They never fail: what does not work is a warning, and left to the next plan.
func (p *Platform) finishSteps() []createStep {
	return []createStep{p.disableLine, p.readNewLine}
}

// checkCreation checks what was perhaps not known at plan.
func (p *Platform) checkCreation(_ context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	c.config.validate(diags)
	c.config.checkCharged(&c.plan, nil, false, diags)
	return c, !diags.HasError()
}

// chooseCredentials settles username and password, of which the panel makes none: a lost response can then be traced by
// the username.
func (p *Platform) chooseCredentials(_ context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	c.username, c.password = c.plan.Username.ValueString(), c.plan.Password.ValueString()
	if c.username == "" {
		c.username, c.random = randomWord(), true
	}
	if !c.plan.PasswordWOVersion.IsNull() || !c.config.PasswordWO.IsNull() {
		var ok bool
		if c.password, ok = writeOnlyPassword(c.config, diags); !ok {
			return c, false
		}
	}
	if c.password == "" {
		c.password = randomWord()
	}
	return c, true
}

// writeOnlyPassword is the password_wo of the configuration, where it was perhaps not known at plan.
func writeOnlyPassword(config lineResourceModel, diags *diag.Diagnostics) (string, bool) {
	password := config.PasswordWO.ValueString()
	if password == "" {
		diags.AddAttributeError(path.Root("password_wo"), "Missing password",
			"password_wo_version asks for password_wo to be sent, but password_wo has no value. Nothing was sent.")
	}
	return password, password != ""
}

// claimUsername keeps other creations of this run from the username until release.
func (p *Platform) claimUsername(username types.String, diags *diag.Diagnostics) (release func(), ok bool) {
	if !tf.IsKnown(username) {
		return func() {}, true
	}
	name := username.ValueString()
	if _, busy := p.creating.LoadOrStore(name, true); busy {
		diags.AddAttributeError(path.Root("username"), "Username is used twice",
			fmt.Sprintf("Another resource of this run creates a line with the username %q at this moment. Nothing was created or "+
				"charged here.", name))
		return nil, false
	}
	return func() { p.creating.Delete(name) }, true
}

// lookForUsername makes sure that no line has the username, as far as the last minute tells: one that exists before
// the create is sent is never ours, and a panel may allow two lines of one name. Only a lost response asks for a look of
// its own.
func (p *Platform) lookForUsername(ctx context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	if c.random {
		return c, true
	}
	line, found, err := p.lineNamed(ctx, c.username)
	switch {
	case err != nil:
		addError(diags, "Cannot create line", err, "Nothing was created or charged: before a line is created, the provider checks "+
			"whether its username exists.")
	case found:
		addExists(diags, line)
	default:
		return c, true
	}
	return c, false
}

// reserveCredits sets aside what the line costs, as far as credit_limit covers it.
func (p *Platform) reserveCredits(ctx context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	c.price = types.Float64Null()
	if !c.plan.ChargeCredits.ValueBool() {
		return c, true
	}
	if c.price = c.plan.Price; c.price.IsUnknown() {
		c.price = p.priceOf(ctx, c.plan.PackageID)
	}
	if err := p.money.reserve(c.price); err != nil {
		addError(diags, "Cannot create line", err, "Nothing was created or charged.")
		return c, false
	}
	return c, true
}

// sendCreate sends the create and, when its response is lost, finds what it did. Nothing is sent again before a look that
// shows no line, and then with the same request id.
func (p *Platform) sendCreate(ctx context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	rid := uuid.NewString()
	for sends := 1; ; sends++ {
		receipt, err := p.postCreate(ctx, c, rid)
		if err == nil {
			c.receipt, c.line, c.resent = receipt, receipt.Line, sends > 1
			p.money.settle(c.price, receipt.Amount)
			return c, true
		}
		lost := rest.IsUnknown(err)
		if !lost && sends == 1 {
			p.money.settle(c.price, new(api.Number))
			addError(diags, "Cannot create line", err, "Nothing was created or charged.")
			return c, false
		}
		var lines []api.Line
		_, lookErr := p.watch(ctx, err, func() (bool, error) {
			var err error
			lines, err = p.api.LinesByUsername(context.WithoutCancel(ctx), c.username)
			if _, failed := api.Readable(lines); err == nil && len(failed) > 0 {
				return true, failed[0]
			}
			return len(lines) > 0, err
		})
		ours := slices.IndexFunc(lines, c.isOurs)
		switch {
		case lookErr != nil:
			addError(diags, "Cannot tell whether the line was created", err,
				fmt.Sprintf("The response was lost, and looking for the line failed as well: %v. The line may exist and may have been "+
					"charged, with the username %q. %s",
					lookErr, c.username, importAdvice(c.username)))
			return c, false
		case ours >= 0:
			line := lines[ours]
			c.line, c.receipt, c.resent = &line, api.Receipt{LineID: line.ID, ExpireAt: line.ExpireAt}, sends > 1
			diags.AddWarning("Response was lost, the line was found",
				fmt.Sprintf("The response to the creation of the line with the username %q was lost. The line exists and is in state. "+
					"What it was charged is not known: transaction_amount is null.", c.username))
			return c, true
		case len(lines) > 0:
			addError(diags, "Cannot create line", err,
				fmt.Sprintf("The response was lost, and the line that the panel has with the username %q, line_id %s, is not what was "+
					"sent: another client created it. %s",
					c.username, lineID(lines[0].ID), importAdvice(c.username)))
			return c, false
		case lost && ctx.Err() != nil:
			addError(diags, "Cannot tell whether the line was created", err,
				fmt.Sprintf("The response was lost, and the search for the line was interrupted. It may still be created and charged, "+
					"with the username %q. %s",
					c.username, importAdvice(c.username)))
			return c, false
		case !lost || sends > p.Resends:
			addError(diags, "Cannot create line", err,
				fmt.Sprintf("Nothing was created: the panel has no line with the username %q. The next apply tries again.", c.username))
			return c, false
		}
	}
}

func (p *Platform) postCreate(ctx context.Context, c creating, rid string) (api.Receipt, error) {
	if c.plan.ChargeCredits.ValueBool() {
		return p.api.Create(ctx, c.plan.toAPI(c.username, c.password, rid))
	}
	return p.api.CreateAdvanced(ctx, c.plan.toAPIAdvanced(c.username, c.password, rid))
}

// isOurs reports whether a line that did not exist before the create is what the create sent.
func (c creating) isOurs(line api.Line) bool {
	mac, _ := canonicalMAC(c.plan.MACAddr.ValueString())
	packageID := int64(line.PackageID)
	return string(line.Password) == c.password && mac == addressOf(line) &&
		(packageID == 0 || c.plan.PackageID.IsUnknown() || packageID == c.plan.PackageID.ValueInt64())
}

// disableLine disables the line where that is planned: a purchase cannot say so.
func (p *Platform) disableLine(ctx context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	if !c.plan.ChargeCredits.ValueBool() || c.plan.IsEnabled.ValueBool() {
		return c, true
	}
	if err := p.api.Disable(ctx, c.receipt.LineID); err != nil {
		addWarning(diags, "Cannot disable line", err, "The line was created and works. It is in state, and the next apply disables it.")
	} else if c.line != nil {
		line := *c.line
		line.IsEnabled = false
		c.line = &line
	}
	return c, true
}

// readNewLine reads what the panel made of the line, and names what is not as planned.
func (p *Platform) readNewLine(ctx context.Context, c creating, diags *diag.Diagnostics) (creating, bool) {
	if c.resent {
		p.warnSecondLine(ctx, c, diags)
	}
	if c.line == nil {
		line, err := p.readBack(ctx, c.receipt.LineID, c.username)
		if err != nil {
			addWarning(diags, "Cannot read line", err, "The line was created and is in state. The next plan reads the rest of it.")
			return c, true
		}
		c.line = &line
	}
	p.put(*c.line)
	c.plan.warnDifferences(*c.line, diags)
	if tf.IsKnown(c.plan.OwnerID) {
		p.warnOwnerIgnored(ctx, c, diags)
	}
	return c, true
}

// warnSecondLine names the lines that more than one send has made, on a panel that allows two of one username.
func (p *Platform) warnSecondLine(ctx context.Context, c creating, diags *diag.Diagnostics) {
	lines, err := p.api.LinesByUsername(ctx, c.username)
	if err != nil {
		addWarning(diags, "Cannot look for a second line", err,
			fmt.Sprintf("The line was sent twice, because the first response was lost. Look on the panel for a second line with the "+
				"username %q.", c.username))
		return
	}
	var others []string
	for _, line := range lines {
		if lineID(line.ID) != lineID(c.receipt.LineID) {
			others = append(others, lineID(line.ID))
		}
	}
	if len(others) > 0 {
		diags.AddWarning("Panel has made a second line",
			fmt.Sprintf("The response to the creation of the line with the username %q was lost, no line showed, and it was sent again. "+
				"Both requests were carried out: the state has line %s, and the panel has %s as well, which may have been charged. "+
				"Terminate what you do not need.",
				c.username, lineID(c.receipt.LineID), strings.Join(others, ", ")))
	}
}

// warnOwnerIgnored reports an owner_id that the panel has passed over: the line belongs to the token's user.
func (p *Platform) warnOwnerIgnored(ctx context.Context, c creating, diags *diag.Diagnostics) {
	if p.owns(ctx, *c.line) {
		diags.AddAttributeWarning(path.Root("owner_id"), "Owner may have been ignored",
			fmt.Sprintf("The configuration has owner_id %d, and the line belongs to %q, the user of user_token. The panel obeys "+
				"owner_id only for the tokens of super-admins.",
				c.plan.OwnerID.ValueInt64(), string(c.line.Owner)))
	}
}

// state is the plan with what is known of the line so far; what is not known yet is null until the next refresh.
func (c creating) state() lineResourceModel {
	known := lineResourceModel{}
	known.Bouquets = types.SetNull(types.Int64Type)
	known.Username, known.Password = types.StringValue(c.username), types.StringValue(c.password)
	known.ExpireAt = canonical(canonicalTime).keep(types.StringNull(), c.receipt.ExpireAt.String())
	known.Type = types.StringValue(api.Regular)
	if !c.plan.MACAddr.IsNull() {
		known.Type = types.StringValue(api.Device)
	}
	if c.line != nil {
		known.fromAPI(*c.line)
	}
	known.ID, known.Price = types.StringValue(lineID(c.receipt.LineID)), c.price
	if c.receipt.Amount != nil {
		known.TransactionAmount = types.Float64Value(float64(*c.receipt.Amount))
	}
	return c.plan.withKnown(known)
}

// randomWord is 16 random letters and digits, of 80 bits.
func randomWord() string { return rand.Text()[:16] }
