package telecomx

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// DRMAccount is credentials for apps and web clients. The user name is the id, unique without case.
type DRMAccount struct {
	Customer string
	Username string
	Password string
	Devices  []DRMDevice
	Created  time.Time
}

// DRMDevice is an app or browser that uses an account. An empty Model is none; Name may be empty.
type DRMDevice struct {
	ID, Type, Name, Model string
}

var validUsername = regexp.MustCompile(`^[A-Za-z0-9_@.-]{6,}$`)

// drmList handles GET /iptv/drm: by user name, devices as their number or, with full, as a list keyed by id.
func (p *Platform) drmList(c *apiCall) (any, *apiError) {
	target := p.queryCustomer(c)
	if target == nil {
		// The page has no other row for it.
		return nil, denied()
	}
	if fail := p.allow(c, target); fail != nil {
		return nil, fail
	}
	page, fail := c.page(target.accounts, func(key string) string { return p.accounts[key].Username })
	if fail != nil {
		return nil, fail
	}
	full := c.flag("full")
	var items []object
	for _, key := range page.rows {
		account := p.accounts[key]
		item := p.account(account, "id")
		if !full {
			item["devices"] = len(account.Devices)
		}
		items = append(items, item)
	}
	return page.envelope("accounts", items), nil
}

// account is the complete account; idName is the key of a device's id.
func (p *Platform) account(a *DRMAccount, idName string) object {
	devices := make([]object, len(a.Devices))
	for i, d := range a.Devices {
		devices[i] = p.object(object{
			idName: d.ID, "type": d.Type, "name": d.Name, "model": nonZero(d.Model),
		})
	}
	return p.object(object{
		"username": a.Username, "password": a.Password, "devices": devices, "created": formatDate(a.Created),
	})
}

// drmGet handles GET /iptv/drm/ACCOUNT_ID, the id being the user name.
func (p *Platform) drmGet(c *apiCall) (any, *apiError) {
	account := p.accounts[keyOf(c.id)]
	if account == nil {
		return nil, notFound()
	}
	if fail := p.allow(c, p.customers[keyOf(account.Customer)]); fail != nil {
		return nil, fail
	}
	return p.account(account, "_id"), nil
}

// drmCreate handles POST /iptv/drm.
func (p *Platform) drmCreate(c *apiCall) (any, *apiError) {
	target, fail := p.permitted(c, p.bodyCustomer(c))
	if fail != nil {
		return nil, fail
	}
	if !target.has(featureBusiness) && len(target.accounts) > 0 {
		return nil, &apiError{http.StatusConflict, "customer", "Customer already has a DRM account"}
	}
	username, fail := readField[string](c.body, "username")
	if fail != nil {
		return nil, fail
	}
	password, fail := readField[string](c.body, "password")
	if fail != nil {
		return nil, fail
	}
	account := DRMAccount{
		Customer: target.id, Username: randomText(10), Password: randomText(14),
		Created: c.now.Truncate(time.Millisecond),
	}
	if username != nil {
		account.Username = *username
	}
	if password != nil {
		account.Password = *password
	}
	if !validUsername.MatchString(account.Username) {
		return nil, &apiError{
			http.StatusUnprocessableEntity, "username",
			"Username must be at least 6 chars and only contain a-z A-Z 0-9 _ - @ .",
		}
	}
	if p.accounts[keyOf(account.Username)] != nil {
		return nil, &apiError{http.StatusConflict, "username", "The username is not available"}
	}
	if utf8.RuneCountInString(account.Password) < 6 {
		return nil, &apiError{
			http.StatusUnprocessableEntity, "password", "The password must be at least 6 chars.",
		}
	}
	p.putAccount(&account)
	return p.account(&account, "_id"), nil
}

// randomText is n lower-case letters and digits, n being at most 26.
func randomText(n int) string { return strings.ToLower(rand.Text())[:n] }
