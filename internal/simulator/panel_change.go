package simulator

import (
	"net/http"
	"time"
)

type panelLineID struct {
	LineID string `json:"line_id"`
}

// line is the one in the call's path. Another owner's line is as unknown as one that never was.
func (c *panelCall) line() (entry *panelEntry, refusal panelAnswer) {
	entry = c.lines.byID[c.id]
	if entry == nil || !c.sees(entry) {
		return nil, panelRefusal(http.StatusNotFound, "Line not found")
	}
	return entry, panelAnswer{}
}

func (c *panelCall) sees(entry *panelEntry) bool {
	return c.user.SuperAdmin || entry.Owner == c.user.Name
}

// renew adds the package's period to the later of expiry and now. An unlimited line has no expiry, so that it counts from now.
// Another package does not change bouquets and connections. The variants RenewFromNow and RenewResets are the other readings.
func (c *panelCall) renew() panelAnswer {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	return c.once(func(rid *string) panelAnswer {
		pack := c.packageField("package")
		if !c.fields.has("package") {
			if entry.PackageID != nil {
				pack = c.packageByID(*entry.PackageID)
			}
			if pack == nil {
				c.fields.require("package")
			}
		}
		if refusal, refused := c.fields.refusal(); refused {
			return refusal
		}
		if refusal, refused := c.cannotPay(pack); refused {
			return refusal
		}
		pack.renew(entry, c.clock.now(), c.variants)
		return panelAnswer{http.StatusOK, panelReceipt{entry.ID, panelDate(entry.ExpireAt), c.charge(entry.ID, pack.Price), rid}}
	})
}

// renew gives the line its next period.
func (pack *PanelPackage) renew(entry *panelEntry, now time.Time, variants PanelVariants) {
	start := now
	if !variants.RenewFromNow && entry.ExpireAt != nil && entry.ExpireAt.After(start) {
		start = *entry.ExpireAt
	}
	entry.ExpireAt, entry.PackageID = pack.period(start), &pack.ID
	if variants.RenewResets {
		entry.Bouquets, entry.MaxConnections = pack.Bouquets, pack.MaxConnections
	}
}

// updateAdvanced changes what was sent and nothing else; only expire_at may be null.
func (c *panelCall) updateAdvanced() panelAnswer {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	return c.once(func(*string) panelAnswer {
		f, line := &c.fields, entry.PanelLine
		c.credentials(&line)
		c.properties(&line)
		if f.isNull("expire_at") {
			line.ExpireAt = nil
		} else if at := f.date("expire_at"); at != nil {
			line.ExpireAt = at
		}
		// A regular line never becomes a device: its address is checked and ignored.
		if mac := f.mac("mac_addr"); mac != nil && line.Type == PanelDevice {
			line.MAC = *mac
		}
		if refusal, refused := f.refusal(); refused {
			return refusal
		}
		c.lines.replace(entry, line)
		if c.variants.UpdateAnswersID {
			return panelAnswer{http.StatusOK, panelLineID{entry.ID}}
		}
		return panelAnswer{http.StatusOK, panelRecordOf(entry)}
	})
}

func (c *panelCall) enable() panelAnswer { return c.toggle(true) }

func (c *panelCall) disable() panelAnswer { return c.toggle(false) }

func (c *panelCall) toggle(enabled bool) panelAnswer {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	if other, wrong := c.otherLine(entry); wrong {
		return other
	}
	entry.IsEnabled = enabled
	return panelAnswer{http.StatusOK, panelLineID{entry.ID}}
}

// terminate refunds nothing.
func (c *panelCall) terminate() panelAnswer {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	if other, wrong := c.otherLine(entry); wrong {
		return other
	}
	c.lines.remove(entry)
	return panelAnswer{http.StatusOK, panelLineID{entry.ID}}
}

// otherLine is the answer of enable, disable and terminate in the variant OtherLine: nothing happens to the line.
func (c *panelCall) otherLine(entry *panelEntry) (panelAnswer, bool) {
	if !c.variants.OtherLine {
		return panelAnswer{}, false
	}
	return panelAnswer{http.StatusOK, panelLineID{"00000000" + entry.ID[min(8, len(entry.ID)):]}}, true
}
