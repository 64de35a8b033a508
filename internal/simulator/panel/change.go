package panel

import (
	"net/http"
	"time"
)

type lineIDBody struct {
	LineID string `json:"line_id"`
}

// line is the one in the call's path. Another owner's line is as unknown as one that never was.
func (c *apiCall) line() (entry *storedLine, refusal apiResponse) {
	entry = c.lines.byID[c.id]
	if entry == nil || !c.sees(entry) {
		return nil, refuse(http.StatusNotFound, "Line not found")
	}
	return entry, apiResponse{}
}

func (c *apiCall) sees(entry *storedLine) bool {
	return c.user.SuperAdmin || entry.Owner == c.user.Name
}

// renew adds the package's period to the later of expiry and now. An unlimited line has no expiry, so that it counts from now.
// Another package does not change bouquets and connections. The variants RenewFromNow and RenewResets are the other readings.
func (c *apiCall) renew() apiResponse {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	return c.once(func(rid *string) apiResponse {
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
		pack.renew(entry, c.clock.Now(), c.variants)
		return apiResponse{http.StatusOK, receiptBody{entry.ID, formatDate(entry.ExpireAt), c.charge(entry.ID, pack.Price), rid}}
	})
}

// renew gives the line its next period.
func (pack *Package) renew(entry *storedLine, now time.Time, variants Variants) {
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
func (c *apiCall) updateAdvanced() apiResponse {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	return c.once(func(*string) apiResponse {
		f, line := &c.fields, entry.Line
		c.credentials(&line)
		c.properties(&line)
		if f.isNull("expire_at") {
			line.ExpireAt = nil
		} else if at := f.date("expire_at"); at != nil {
			line.ExpireAt = at
		}
		// A regular line never becomes a device: its address is checked and ignored.
		if mac := f.mac("mac_addr"); mac != nil && line.Type == Device {
			line.MAC = *mac
		}
		if refusal, refused := f.refusal(); refused {
			return refusal
		}
		c.lines.replace(entry, line)
		if c.variants.UpdateReturnsID {
			return apiResponse{http.StatusOK, lineIDBody{entry.ID}}
		}
		return apiResponse{http.StatusOK, recordOf(entry)}
	})
}

func (c *apiCall) enable() apiResponse { return c.toggle(true) }

func (c *apiCall) disable() apiResponse { return c.toggle(false) }

func (c *apiCall) toggle(enabled bool) apiResponse {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	if other, wrong := c.otherLine(entry); wrong {
		return other
	}
	entry.IsEnabled = enabled
	return apiResponse{http.StatusOK, lineIDBody{entry.ID}}
}

// terminate refunds nothing.
func (c *apiCall) terminate() apiResponse {
	entry, refusal := c.line()
	if entry == nil {
		return refusal
	}
	if other, wrong := c.otherLine(entry); wrong {
		return other
	}
	c.lines.remove(entry)
	return apiResponse{http.StatusOK, lineIDBody{entry.ID}}
}

// otherLine is the response of enable, disable and terminate in the variant OtherLine: nothing happens to the line.
func (c *apiCall) otherLine(entry *storedLine) (apiResponse, bool) {
	if !c.variants.OtherLine {
		return apiResponse{}, false
	}
	return apiResponse{http.StatusOK, lineIDBody{"00000000" + entry.ID[min(8, len(entry.ID)):]}}, true
}
