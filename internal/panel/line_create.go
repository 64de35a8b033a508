package panel

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/tf"
)

// secondLook is how late a line may show up whose create was lost on its way to the panel.
const secondLook = 2 * time.Second

// creation is a create under way.
type creation struct {
	*Platform

	plan     lineResourceModel
	diags    *diag.Diagnostics
	username string
	password string
	random   bool // the username, which therefore nobody else has
	receipt  api.Receipt
	line     *api.Line // as read back; nil while it is not known
}

// choose settles username and password, of which the panel makes none: a lost answer can then be traced by the username.
func (c *creation) choose(config lineResourceModel) bool {
	c.username, c.password = c.plan.Username.ValueString(), c.plan.Password.ValueString()
	if c.username == "" {
		c.username, c.random = randomWord(), true
	}
	if !c.plan.PasswordWOVersion.IsNull() || !config.PasswordWO.IsNull() {
		var ok bool
		if c.password, ok = writeOnlyPassword(config, c.diags); !ok {
			return false
		}
	}
	if c.password == "" {
		c.password = randomWord()
	}
	return true
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

// claim makes sure that no line has the username, neither on the panel nor in another create of this run.
func (c *creation) claim(ctx context.Context) bool {
	if c.random {
		return true
	}
	if _, busy := c.creating.LoadOrStore(c.username, true); busy {
		c.diags.AddAttributeError(path.Root("username"), "Username is used twice",
			fmt.Sprintf("Another resource of this run creates a line with the username %q at this moment. Nothing was created or charged here.", c.username))
		return false
	}
	line, found, err := c.lineNamed(ctx, c.username)
	switch {
	case err != nil:
		addError(c.diags, "Cannot create line", err, "Nothing was created or charged: a line is created only after a look whether its username exists.")
	case found:
		addExists(c.diags, line)
	default:
		return true
	}
	c.release()
	return false
}

func (c *creation) release() {
	if !c.random {
		c.creating.Delete(c.username)
	}
}

// create sends the create and, when its answer is lost, finds what it did. It is false, with a diagnostic, when there is
// no line that is ours.
func (c *creation) create(ctx context.Context) bool {
	rid := uuid.NewString()
	var err error
	if c.plan.ChargeCredits.ValueBool() {
		c.receipt, err = c.api.Create(ctx, c.plan.purchase(c.username, c.password, rid))
	} else {
		c.receipt, err = c.api.CreateAdvanced(ctx, c.plan.settings(c.username, c.password, rid))
	}
	if !rest.IsUnknown(err) {
		if err != nil {
			addError(c.diags, "Cannot create line", err, "Nothing was created or charged.")
			return false
		}
		c.line = c.receipt.Line
		return true
	}
	return c.recover(ctx, err)
}

// recover looks for the line of a create whose answer was lost, at once and a moment later, whatever interrupts it.
func (c *creation) recover(ctx context.Context, lost error) bool {
	look := context.WithoutCancel(ctx)
	lines, err := c.api.LinesByUsername(look, c.username)
	if err == nil && len(lines) == 0 {
		pause := time.NewTimer(secondLook)
		defer pause.Stop()
		select {
		case <-pause.C:
		case <-ctx.Done():
		}
		lines, err = c.api.LinesByUsername(look, c.username)
	}
	switch {
	case err != nil:
		addError(c.diags, "Cannot tell whether the line was created", lost,
			fmt.Sprintf("The answer was lost, and looking for the line failed as well: %v. The line may exist and may have been charged, with the username %q. %s",
				err, c.username, importAdvice(c.username)))
		return false
	case len(lines) == 0:
		addError(c.diags, "Cannot create line", lost,
			fmt.Sprintf("Nothing was created: the panel has no line with the username %q. The next apply tries again.", c.username))
		return false
	}
	for _, line := range lines {
		if c.isOurs(line) {
			c.line, c.receipt = &line, api.Receipt{LineID: line.ID, ExpireAt: line.ExpireAt}
			c.diags.AddWarning("Answer was lost, the line was found",
				fmt.Sprintf("The answer to the creation of the line with the username %q was lost. The line exists, once, and is in state. What it was charged is not known: transaction_amount is null.", c.username))
			return true
		}
	}
	addError(c.diags, "Cannot create line", lost,
		fmt.Sprintf("The answer was lost, and the line that the panel has with the username %q, line_id %s, is not what was sent: somebody else created it. %s",
			c.username, lineID(lines[0].ID), importAdvice(c.username)))
	return false
}

// isOurs compares a line that did not exist before the create with what the create sent.
func (c *creation) isOurs(line api.Line) bool {
	mac, _ := canonicalMAC(c.plan.MACAddr.ValueString())
	other, _ := canonicalMAC(string(line.MAC))
	packageID := int64(line.PackageID)
	return string(line.Password) == c.password && mac == other &&
		(packageID == 0 || c.plan.PackageID.IsUnknown() || packageID == c.plan.PackageID.ValueInt64())
}

// finish disables the line where that is planned, and reads what the panel made of it.
func (c *creation) finish(ctx context.Context) {
	c.managed.Store(lineID(c.receipt.LineID), true)
	if c.plan.ChargeCredits.ValueBool() && !c.plan.IsEnabled.ValueBool() {
		if err := c.api.Disable(ctx, c.receipt.LineID); err != nil {
			addWarning(c.diags, "Cannot disable line", err, "The line was created and works. It is in state, and the next apply disables it.")
		} else if c.line != nil {
			c.line.IsEnabled = false
		}
	}
	if c.line == nil {
		line, err := c.readBack(ctx, c.receipt.LineID, c.username)
		if err != nil {
			addWarning(c.diags, "Cannot read line", err, "The line was created and is in state. The next plan reads the rest of it.")
			return
		}
		c.line = &line
	}
	c.put(*c.line)
	if made := tf.Int64Set(c.line.Bouquets); !c.plan.Bouquets.IsUnknown() && !c.plan.Bouquets.IsNull() && !c.plan.Bouquets.Equal(made) {
		c.diags.AddAttributeWarning(path.Root("bouquets"), "Line has other bouquets",
			fmt.Sprintf("Bouquets %s were asked for, and the panel gave the line %s: it leaves out what the package does not include. The next plan shows the difference.",
				numbers(tf.Int64s(c.plan.Bouquets)), numbers(tf.Int64s(made))))
	}
}

// state is the plan with what is known of the line so far; what is not known yet is null until the next refresh.
func (c *creation) state() lineResourceModel {
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
	known.ID = types.StringValue(lineID(c.receipt.LineID))
	if c.receipt.Amount != nil {
		known.TransactionAmount = types.Float64Value(float64(*c.receipt.Amount))
	}
	return c.plan.settled(known)
}

// randomWord is 16 letters and digits.
func randomWord() string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
	var word strings.Builder
	for random := make([]byte, 1); word.Len() < 16; {
		_, _ = rand.Read(random) // never fails
		if i := int(random[0]) & 63; i < len(letters) {
			word.WriteByte(letters[i])
		}
	}
	return word.String()
}
