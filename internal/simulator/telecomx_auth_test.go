package simulator

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

const telecomxLoginBody = `{"username": "` + TelecomXUsername + `", "password": "` + TelecomXPassword + `"}`

func (x *telecomxClient) login(body string) map[string]any {
	x.Helper()
	answer := x.call(200, "POST", "/auth/login", body)
	x.token, _ = answer["token"].(string)
	if len(x.token) != 100 {
		x.Fatalf("token of %d characters, want 100", len(x.token))
	}
	return answer
}

func (x *telecomxClient) wantExpired() {
	x.Helper()
	x.refused(401, "expired", "Session has expired, please login", "GET", "/iptv/package", "")
}

func TestTelecomXLogin(t *testing.T) {
	x := newTelecomXClient(t)
	answer := x.login(telecomxLoginBody)
	for name, want := range map[string]any{
		"expiresInMinutes": 15.0, "customer": TelecomXReseller, "accessLevel": "RESELLER",
	} {
		if answer[name] != want {
			t.Errorf("%s is %v, want %v", name, answer[name], want)
		}
	}
	x.call(200, "GET", "/iptv/package", "")

	byGet := x.call(200, "GET", "/auth/login?username="+TelecomXUsername+"&password="+TelecomXPassword, "")
	if byGet["token"] == answer["token"] {
		t.Error("both log ins got the same token")
	}
	if w := x.raw("POST", "/auth/login", strings.Replace(telecomxLoginBody, "{", `{"cookie": 1,`, 1)); w.Header().Get("Set-Cookie") == "" {
		t.Error("no cookie was set")
	}

	const text = "Authorization required, please login"
	x.refused(401, "credentials_invalid", text, "POST", "/auth/login", `{"username": "`+TelecomXUsername+`", "password": "x"}`)
	x.refused(401, "credentials_invalid", text, "POST", "/auth/login", `{}`)
	x.TelecomX.AddEmployee(TelecomXEmployee{
		Username: "nologin1", Password: "x", Level: "NO_LOGIN", Customer: TelecomXReseller,
	})
	x.refused(401, "credentials_invalid", text, "POST", "/auth/login", `{"username": "nologin1", "password": "x"}`)
}

func TestTelecomXTokenLifetime(t *testing.T) {
	x := newTelecomXClient(t)
	x.login(telecomxLoginBody)
	x.Advance(14 * time.Minute)
	x.call(200, "GET", "/iptv/package", "")
	x.Advance(time.Minute)
	x.wantExpired()

	x.TelecomX.SetTokenLifetime(60)
	if got := x.login(telecomxLoginBody)["expiresInMinutes"]; got != 60.0 {
		t.Errorf("expiresInMinutes is %v, want 60", got)
	}
	x.Advance(59 * time.Minute)
	x.call(200, "GET", "/iptv/package", "")

	if got := x.login(strings.Replace(telecomxLoginBody, "{", `{"persist": true,`, 1))["expiresInMinutes"]; got != -1.0 {
		t.Errorf("expiresInMinutes is %v, want -1", got)
	}
	x.Advance(10_000 * time.Hour)
	x.call(200, "GET", "/iptv/package", "")
	x.token = TelecomXToken
	x.call(200, "GET", "/iptv/package", "")
}

func TestTelecomXTokensExpireAtOnce(t *testing.T) {
	x := newTelecomXClient(t)
	x.login(telecomxLoginBody)
	x.TelecomX.ExpireTokens()
	x.wantExpired()
	x.login(telecomxLoginBody)
	x.call(200, "GET", "/iptv/package", "")
	x.token = TelecomXToken
	x.call(200, "GET", "/iptv/package", "")
}

func TestTelecomXNthRequestMeetsExpiredToken(t *testing.T) {
	x := newTelecomXClient(t)
	x.login(telecomxLoginBody)
	x.TelecomX.ExpireTokensAt(3)
	x.call(200, "POST", "/iptv/package", `{"name": "1"}`)
	x.call(200, "POST", "/iptv/package", `{"name": "2"}`)
	x.refused(401, "expired", "Session has expired, please login", "POST", "/iptv/package", `{"name": "3"}`)
	if n := len(x.TelecomX.Packages(TelecomXReseller)); n != 2 {
		t.Errorf("%d packages, want 2", n)
	}
	x.login(telecomxLoginBody)
	for range 5 {
		x.call(200, "POST", "/iptv/package", `{"name": "3"}`)
	}
}

func TestTelecomXBadTokens(t *testing.T) {
	x := newTelecomXClient(t)
	const text = "Authorization required, please login"
	x.refused(401, "credentials_invalid", text, "GET", "/iptv/package?token=", "")
	x.refused(401, "credentials_invalid", text, "GET", "/iptv/package?token="+strings.ToUpper(TelecomXToken), "")
	// The token is checked before the object and before the body.
	x.refused(401, "credentials_invalid", text, "POST", "/iptv/package/none?token=none", "{")

	x.TelecomX.RefuseIP(true)
	x.refused(401, "invalid_token", "IP address not authenticated", "GET", "/iptv/package", "")
	x.call(200, "POST", "/auth/login", telecomxLoginBody)
	x.TelecomX.RefuseIP(false)
	x.call(200, "GET", "/iptv/package", "")

	x.TelecomX.Blacklist(true)
	x.refused(403, "blacklisted", "IP address is blacklisted", "GET", "/iptv/package", "")
	x.refused(403, "blacklisted", "IP address is blacklisted", "POST", "/auth/login", telecomxLoginBody)
	x.TelecomX.Blacklist(false)
	x.call(200, "GET", "/iptv/package", "")
}

func TestTelecomXValidateToken(t *testing.T) {
	x := newTelecomXClient(t)
	answer := x.call(200, "GET", "/auth/validateToken", "")
	if got := slices.Sorted(maps.Keys(answer)); !slices.Equal(got, []string{"accessLevel", "customer", "employee", "success"}) {
		t.Errorf("members %v", got)
	}
	if answer["customer"] != TelecomXReseller || answer["success"] != true {
		t.Errorf("answer %v", answer)
	}
	extended := x.call(200, "GET", "/auth/validateToken?extend=true", "")
	x.equal(extended["customerFeatures"], `["IPTVPRIVATE"]`)
	x.call(200, "GET", "/auth/validateToken?simple=true", "")
	x.call(403, "GET", "/auth/validateToken?simple=true&token=none", "")
	x.call(401, "GET", "/auth/validateToken?token=none", "")
}

func TestTelecomXLogoutEndsAllTokensOfTheUser(t *testing.T) {
	x := newTelecomXClient(t)
	other := x.as("RESELLER", TelecomXReseller)
	x.login(telecomxLoginBody)
	x.equal(x.call(200, "GET", "/auth/logout", ""), `{"success": true}`)
	x.call(401, "GET", "/iptv/package", "")
	x.token = TelecomXToken
	x.call(401, "GET", "/iptv/package", "")
	other.call(200, "GET", "/iptv/package", "")
}

func TestTelecomXCustomerName(t *testing.T) {
	x := newTelecomXClient(t)
	x.equal(x.call(200, "GET", "/customer/"+strings.ToLower(TelecomXBusiness)+"/name", ""),
		`{"_id": "`+TelecomXBusiness+`", "name": "Business customer", "features": ["IPTVBUSINESS"]}`)
	x.refused(404, "customer", "Customer not found", "GET", "/customer/none/name", "")
	x.as("VIEWER", TelecomXCustomer).call(200, "GET", "/customer/"+TelecomXCustomer+"/name", "")
	x.as("OWNER", TelecomXCustomer).refused(403, "access_denied", "Insufficient access level",
		"GET", "/customer/"+TelecomXBusiness+"/name", "")
	x.as("PERSONAL", TelecomXCustomer).call(403, "GET", "/customer/"+TelecomXCustomer+"/name", "")
}

// The access table of the reference: what each level may do with the private customer, the business and the reseller
// that it is entitled to. P is allowed with IPTVPRIVATE, B with IPTVBUSINESS.
func TestTelecomXAccess(t *testing.T) {
	calls := map[string]struct {
		method, private, business, reseller, body string
		viewer, manager, resellers                string
	}{
		"package list": {
			"GET", "/iptv/package?customer=" + TelecomXCustomer, "/iptv/package?customer=" + TelecomXBusiness,
			"/iptv/package?customer=" + TelecomXReseller, "", "B", "B", "P",
		},
		"package get":    {"GET", "", "/iptv/package/BBBB", "/iptv/package/AAAA", "", "B", "B", "P"},
		"package update": {"POST", "", "/iptv/package/BBBB", "/iptv/package/AAAA", "{}", "", "B", "BP"},
		"channel list": {
			"GET", "/iptv/channel?customer=" + TelecomXCustomer, "/iptv/channel?customer=" + TelecomXBusiness,
			"/iptv/channel?customer=" + TelecomXReseller, "", "B", "B", "P",
		},
		"channel get": {
			"GET", "", "/iptv/channel/" + TelecomXBusinessChannels[0], "/iptv/channel/" + TelecomXChannels[0], "",
			"B", "B", "P",
		},
		"subscription get":    {"GET", "/iptv/subscription/" + TelecomXCustomer, "", "", "", "P", "P", "P"},
		"subscription update": {"POST", "/iptv/subscription/" + TelecomXCustomer, "", "", "{}", "", "", "P"},
		"drm list": {
			"GET", "/iptv/drm?customer=" + TelecomXCustomer, "/iptv/drm?customer=" + TelecomXBusiness, "", "", "BP", "BP", "P",
		},
		"drm get": {
			"GET", "/iptv/drm/" + TelecomXAccount, "/iptv/drm/" + TelecomXBusinessAccounts[0], "", "", "BP", "BP", "P",
		},
	}
	x := newTelecomXClient(t)
	x.TelecomX.AddPackage(TelecomXPackage{ID: "AAAA", Name: "A", Customer: TelecomXReseller})
	x.TelecomX.AddPackage(TelecomXPackage{ID: "BBBB", Name: "B", Customer: TelecomXBusiness})
	stranger := x.TelecomX.AddCustomer(TelecomXCustomerInfo{Name: "Stranger", Reseller: true, Features: []string{telecomxPrivate}})
	for name, call := range calls {
		for level, features := range map[string]string{
			"NO_LOGIN": "", "PERSONAL": "", "VIEWER": call.viewer, "MANAGER": call.manager, "OWNER": call.manager,
			"RESELLER": call.resellers, "RESELLER_ADMIN": call.resellers, "ADMIN": "BP",
		} {
			for _, target := range []struct{ path, customer, feature string }{
				{call.private, TelecomXCustomer, "P"},
				{call.business, TelecomXBusiness, "B"},
				{call.reseller, TelecomXReseller, "P"},
			} {
				if target.path == "" {
					continue
				}
				caller := target.customer
				if strings.HasPrefix(level, "RESELLER") {
					caller = TelecomXReseller
				}
				want := 403
				if strings.Contains(features, target.feature) {
					want = 200
				}
				w := x.as(level, caller).raw(call.method, target.path, call.body)
				if w.Code != want || (want == 403 && !strings.Contains(w.Body.String(), "access_denied")) {
					t.Errorf("%s as %s on %s: %d, want %d: %s", name, level, target.path, w.Code, want, w.Body)
				}
				if w := x.as("RESELLER", stranger).raw(call.method, target.path, call.body); w.Code != 403 {
					t.Errorf("%s by a stranger on %s: %d, want 403", name, target.path, w.Code)
				}
			}
		}
	}
}

func TestTelecomXAccessToCreateAndDelete(t *testing.T) {
	x := newTelecomXClient(t)
	for level, want := range map[string]int{
		"VIEWER": 403, "MANAGER": 200, "OWNER": 200, "RESELLER": 200, "RESELLER_ADMIN": 200, "ADMIN": 200,
	} {
		caller := TelecomXBusiness
		if strings.HasPrefix(level, "RESELLER") {
			caller = TelecomXReseller
		}
		y := x.as(level, caller)
		k := x.TelecomX.AddPackage(TelecomXPackage{Name: level, Customer: TelecomXBusiness})
		h := x.TelecomX.AddChannel(TelecomXChannel{Name: level, Customer: TelecomXBusiness})
		y.call(want, "POST", "/iptv/package", `{"name": "x", "customer": "`+TelecomXBusiness+`"}`)
		y.call(want, "DELETE", "/iptv/package/"+k, "")
		y.call(want, "POST", "/iptv/channel", `{"name": "x", "customer": "`+TelecomXBusiness+`"}`)
		y.call(want, "DELETE", "/iptv/channel/"+h, "")
		y.call(want, "POST", "/iptv/drm", `{"customer": "`+TelecomXBusiness+`"}`)
	}
	// A reseller may create for a business that it then may not read.
	k := x.call(200, "POST", "/iptv/package", `{"name": "x", "customer": "`+TelecomXBusiness+`"}`)
	x.call(403, "GET", "/iptv/package/"+k["_id"].(string), "")
}
