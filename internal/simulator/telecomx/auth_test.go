package telecomx

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

const loginBody = `{"username": "` + Username + `", "password": "` + Password + `"}`

func (x *client) login(body string) map[string]any {
	x.Helper()
	response := x.call(200, "POST", "/auth/login", body)
	x.token, _ = response["token"].(string)
	if len(x.token) != 100 {
		x.Fatalf("token of %d characters, want 100", len(x.token))
	}
	return response
}

func (x *client) wantExpired() {
	x.Helper()
	x.refused(401, "expired", "Session has expired, please login", "GET", "/iptv/package", "")
}

func TestLogin(t *testing.T) {
	x := newClient(t)
	response := x.login(loginBody)
	for name, want := range map[string]any{
		"expiresInMinutes": 15.0, "customer": Reseller, "accessLevel": "RESELLER",
	} {
		if response[name] != want {
			t.Errorf("%s is %v, want %v", name, response[name], want)
		}
	}
	x.call(200, "GET", "/iptv/package", "")

	byGet := x.call(200, "GET", "/auth/login?username="+Username+"&password="+Password, "")
	if byGet["token"] == response["token"] {
		t.Error("both log ins got the same token")
	}
	if w := x.raw("POST", "/auth/login", strings.Replace(loginBody, "{", `{"cookie": 1,`, 1)); w.Header().Get("Set-Cookie") == "" {
		t.Error("no cookie was set")
	}

	const text = "Authorization required, please login"
	x.refused(401, "credentials_invalid", text, "POST", "/auth/login", `{"username": "`+Username+`", "password": "x"}`)
	x.refused(401, "credentials_invalid", text, "POST", "/auth/login", `{}`)
	x.Platform.AddEmployee(Employee{
		Username: "nologin1", Password: "x", Level: "NO_LOGIN", Customer: Reseller,
	})
	x.refused(401, "credentials_invalid", text, "POST", "/auth/login", `{"username": "nologin1", "password": "x"}`)
}

func TestTokenLifetime(t *testing.T) {
	x := newClient(t)
	x.login(loginBody)
	x.Advance(14 * time.Minute)
	x.call(200, "GET", "/iptv/package", "")
	x.Advance(time.Minute)
	x.wantExpired()

	x.Platform.SetTokenLifetime(60)
	if got := x.login(loginBody)["expiresInMinutes"]; got != 60.0 {
		t.Errorf("expiresInMinutes is %v, want 60", got)
	}
	x.Advance(59 * time.Minute)
	x.call(200, "GET", "/iptv/package", "")

	if got := x.login(strings.Replace(loginBody, "{", `{"persist": true,`, 1))["expiresInMinutes"]; got != -1.0 {
		t.Errorf("expiresInMinutes is %v, want -1", got)
	}
	x.Advance(10_000 * time.Hour)
	x.call(200, "GET", "/iptv/package", "")
	x.token = Token
	x.call(200, "GET", "/iptv/package", "")
}

func TestTokensExpireAtOnce(t *testing.T) {
	x := newClient(t)
	x.login(loginBody)
	x.Platform.ExpireTokens()
	x.wantExpired()
	x.login(loginBody)
	x.call(200, "GET", "/iptv/package", "")
	x.token = Token
	x.call(200, "GET", "/iptv/package", "")
}

func TestNthRequestMeetsExpiredToken(t *testing.T) {
	x := newClient(t)
	x.login(loginBody)
	x.Platform.ExpireTokensAt(3)
	x.call(200, "POST", "/iptv/package", `{"name": "1"}`)
	x.call(200, "POST", "/iptv/package", `{"name": "2"}`)
	x.refused(401, "expired", "Session has expired, please login", "POST", "/iptv/package", `{"name": "3"}`)
	if n := len(x.Platform.Packages(Reseller)); n != 2 {
		t.Errorf("%d packages, want 2", n)
	}
	x.login(loginBody)
	for range 5 {
		x.call(200, "POST", "/iptv/package", `{"name": "3"}`)
	}
}

func TestBadTokens(t *testing.T) {
	x := newClient(t)
	const text = "Authorization required, please login"
	x.refused(401, "credentials_invalid", text, "GET", "/iptv/package?token=", "")
	x.refused(401, "credentials_invalid", text, "GET", "/iptv/package?token="+strings.ToUpper(Token), "")
	// The token is checked before the object and before the body.
	x.refused(401, "credentials_invalid", text, "POST", "/iptv/package/none?token=none", "{")

	x.Platform.RefuseIP(true)
	x.refused(401, "invalid_token", "IP address not authenticated", "GET", "/iptv/package", "")
	x.call(200, "POST", "/auth/login", loginBody)
	x.Platform.RefuseIP(false)
	x.call(200, "GET", "/iptv/package", "")

	x.Platform.Blacklist(true)
	x.refused(403, "blacklisted", "IP address is blacklisted", "GET", "/iptv/package", "")
	x.refused(403, "blacklisted", "IP address is blacklisted", "POST", "/auth/login", loginBody)
	x.Platform.Blacklist(false)
	x.call(200, "GET", "/iptv/package", "")
}

func TestValidateToken(t *testing.T) {
	x := newClient(t)
	response := x.call(200, "GET", "/auth/validateToken", "")
	if got := slices.Sorted(maps.Keys(response)); !slices.Equal(got, []string{"accessLevel", "customer", "employee", "success"}) {
		t.Errorf("members %v", got)
	}
	if response["customer"] != Reseller || response["success"] != true {
		t.Errorf("response %v", response)
	}
	extended := x.call(200, "GET", "/auth/validateToken?extend=true", "")
	x.equal(extended["customerFeatures"], `["IPTVPRIVATE"]`)
	x.call(200, "GET", "/auth/validateToken?simple=true", "")
	x.call(403, "GET", "/auth/validateToken?simple=true&token=none", "")
	x.call(401, "GET", "/auth/validateToken?token=none", "")
}

func TestLogoutEndsAllTokensOfTheUser(t *testing.T) {
	x := newClient(t)
	other := x.as("RESELLER", Reseller)
	x.login(loginBody)
	x.equal(x.call(200, "GET", "/auth/logout", ""), `{"success": true}`)
	x.call(401, "GET", "/iptv/package", "")
	x.token = Token
	x.call(401, "GET", "/iptv/package", "")
	other.call(200, "GET", "/iptv/package", "")
}

func TestCustomerName(t *testing.T) {
	x := newClient(t)
	x.equal(x.call(200, "GET", "/customer/"+strings.ToLower(Business)+"/name", ""),
		`{"_id": "`+Business+`", "name": "Business customer", "features": ["IPTVBUSINESS"]}`)
	x.refused(404, "customer", "Customer not found", "GET", "/customer/none/name", "")
	x.as("VIEWER", Customer).call(200, "GET", "/customer/"+Customer+"/name", "")
	x.as("OWNER", Customer).refused(403, "access_denied", "Insufficient access level",
		"GET", "/customer/"+Business+"/name", "")
	x.as("PERSONAL", Customer).call(403, "GET", "/customer/"+Customer+"/name", "")
}

// The access table of the reference: what each level may do with the private customer, the business and the reseller
// that it is entitled to. P is allowed with IPTVPRIVATE, B with IPTVBUSINESS.
func TestAccess(t *testing.T) {
	calls := map[string]struct {
		method, private, business, reseller, body string
		viewer, manager, resellers                string
	}{
		"package list": {
			"GET", "/iptv/package?customer=" + Customer, "/iptv/package?customer=" + Business,
			"/iptv/package?customer=" + Reseller, "", "B", "B", "P",
		},
		"package get":    {"GET", "", "/iptv/package/BBBB", "/iptv/package/AAAA", "", "B", "B", "P"},
		"package update": {"POST", "", "/iptv/package/BBBB", "/iptv/package/AAAA", "{}", "", "B", "BP"},
		"channel list": {
			"GET", "/iptv/channel?customer=" + Customer, "/iptv/channel?customer=" + Business,
			"/iptv/channel?customer=" + Reseller, "", "B", "B", "P",
		},
		"channel get": {
			"GET", "", "/iptv/channel/" + BusinessChannels[0], "/iptv/channel/" + Channels[0], "",
			"B", "B", "P",
		},
		"subscription get":    {"GET", "/iptv/subscription/" + Customer, "", "", "", "P", "P", "P"},
		"subscription update": {"POST", "/iptv/subscription/" + Customer, "", "", "{}", "", "", "P"},
		"drm list": {
			"GET", "/iptv/drm?customer=" + Customer, "/iptv/drm?customer=" + Business, "", "", "BP", "BP", "P",
		},
		"drm get": {
			"GET", "/iptv/drm/" + Account, "/iptv/drm/" + BusinessAccounts[0], "", "", "BP", "BP", "P",
		},
	}
	x := newClient(t)
	x.Platform.AddPackage(Package{ID: "AAAA", Name: "A", Customer: Reseller})
	x.Platform.AddPackage(Package{ID: "BBBB", Name: "B", Customer: Business})
	stranger := x.Platform.AddCustomer(CustomerInfo{Name: "Stranger", Reseller: true, Features: []string{featurePrivate}})
	for name, call := range calls {
		for level, features := range map[string]string{
			"NO_LOGIN": "", "PERSONAL": "", "VIEWER": call.viewer, "MANAGER": call.manager, "OWNER": call.manager,
			"RESELLER": call.resellers, "RESELLER_ADMIN": call.resellers, "ADMIN": "BP",
		} {
			for _, target := range []struct{ path, customer, feature string }{
				{call.private, Customer, "P"},
				{call.business, Business, "B"},
				{call.reseller, Reseller, "P"},
			} {
				if target.path == "" {
					continue
				}
				caller := target.customer
				if strings.HasPrefix(level, "RESELLER") {
					caller = Reseller
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

func TestAccessToCreateAndDelete(t *testing.T) {
	x := newClient(t)
	for level, want := range map[string]int{
		"VIEWER": 403, "MANAGER": 200, "OWNER": 200, "RESELLER": 200, "RESELLER_ADMIN": 200, "ADMIN": 200,
	} {
		caller := Business
		if strings.HasPrefix(level, "RESELLER") {
			caller = Reseller
		}
		y := x.as(level, caller)
		k := x.Platform.AddPackage(Package{Name: level, Customer: Business})
		h := x.Platform.AddChannel(Channel{Name: level, Customer: Business})
		y.call(want, "POST", "/iptv/package", `{"name": "x", "customer": "`+Business+`"}`)
		y.call(want, "DELETE", "/iptv/package/"+k, "")
		y.call(want, "POST", "/iptv/channel", `{"name": "x", "customer": "`+Business+`"}`)
		y.call(want, "DELETE", "/iptv/channel/"+h, "")
		y.call(want, "POST", "/iptv/drm", `{"customer": "`+Business+`"}`)
	}
	// A reseller may create for a business that it then may not read.
	k := x.call(200, "POST", "/iptv/package", `{"name": "x", "customer": "`+Business+`"}`)
	x.call(403, "GET", "/iptv/package/"+k["_id"].(string), "")
}
