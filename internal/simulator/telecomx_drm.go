package simulator

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// TelecomXDRMAccount is credentials for apps and web clients. The user name is the id, unique without case.
type TelecomXDRMAccount struct {
	Customer string
	Username string
	Password string
	Devices  []TelecomXDRMDevice
	Created  time.Time
}

// TelecomXDRMDevice is an app or browser that uses an account. An empty Model is none; Name may be empty.
type TelecomXDRMDevice struct {
	ID, Type, Name, Model string
}

var telecomxUsername = regexp.MustCompile(`^[A-Za-z0-9_@.-]{6,}$`)

// drmList answers GET /iptv/drm: by user name, devices as their number or, with full, as a list keyed by id.
func (p *TelecomX) drmList(c *telecomxCall) (any, *telecomxError) {
	target := p.queryCustomer(c)
	if target == nil {
		// The page has no other row for it.
		return nil, telecomxDenied()
	}
	if fail := p.allow(c, target); fail != nil {
		return nil, fail
	}
	page, fail := c.page(target.accounts, func(key string) string { return p.accounts[key].Username })
	if fail != nil {
		return nil, fail
	}
	full := c.flag("full")
	var items []telecomxObject
	for _, key := range page.rows {
		account := p.accounts[key]
		item := p.account(account, "id")
		if !full {
			item["devices"] = len(account.Devices)
		}
		items = append(items, item)
	}
	return page.answer("accounts", items), nil
}

// account is the complete account; idName is the key of a device's id.
func (p *TelecomX) account(a *TelecomXDRMAccount, idName string) telecomxObject {
	devices := make([]telecomxObject, len(a.Devices))
	for i, d := range a.Devices {
		devices[i] = p.object(telecomxObject{
			idName: d.ID, "type": d.Type, "name": d.Name, "model": telecomxNonZero(d.Model),
		})
	}
	return p.object(telecomxObject{
		"username": a.Username, "password": a.Password, "devices": devices, "created": telecomxDate(a.Created),
	})
}

// drmGet answers GET /iptv/drm/ACCOUNT_ID, the id being the user name.
func (p *TelecomX) drmGet(c *telecomxCall) (any, *telecomxError) {
	account := p.accounts[telecomxKey(c.id)]
	if account == nil {
		return nil, telecomxNotFound()
	}
	if fail := p.allow(c, p.customers[telecomxKey(account.Customer)]); fail != nil {
		return nil, fail
	}
	return p.account(account, "_id"), nil
}

// drmCreate answers POST /iptv/drm.
func (p *TelecomX) drmCreate(c *telecomxCall) (any, *telecomxError) {
	target := p.bodyCustomer(c)
	if target == nil {
		return nil, telecomxNoCustomer()
	}
	if fail := p.allow(c, target); fail != nil {
		return nil, fail
	}
	if !target.has(telecomxBusiness) && len(target.accounts) > 0 {
		return nil, &telecomxError{http.StatusConflict, "customer", "Customer already has a DRM account"}
	}
	username, fail := telecomxField[string](c.body, "username")
	if fail != nil {
		return nil, fail
	}
	password, fail := telecomxField[string](c.body, "password")
	if fail != nil {
		return nil, fail
	}
	account := TelecomXDRMAccount{
		Customer: target.id, Username: telecomxRandom(10), Password: telecomxRandom(14),
		Created: c.now.Truncate(time.Millisecond),
	}
	if username != nil {
		account.Username = *username
	}
	if password != nil {
		account.Password = *password
	}
	if !telecomxUsername.MatchString(account.Username) {
		return nil, &telecomxError{
			http.StatusUnprocessableEntity, "username",
			"Username must be at least 6 chars and only contain a-z A-Z 0-9 _ - @ .",
		}
	}
	if p.accounts[telecomxKey(account.Username)] != nil {
		return nil, &telecomxError{http.StatusConflict, "username", "The username is not available"}
	}
	if utf8.RuneCountInString(account.Password) < 6 {
		return nil, &telecomxError{
			http.StatusUnprocessableEntity, "password", "The password must be at least 6 chars.",
		}
	}
	p.putAccount(&account)
	return p.account(&account, "_id"), nil
}

// telecomxRandom is n lower-case letters and digits, n being at most 26.
func telecomxRandom(n int) string { return strings.ToLower(rand.Text())[:n] }
