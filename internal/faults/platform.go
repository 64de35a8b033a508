package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"

	icareusapi "github.com/iptvops/terraform-provider-iptv/internal/icareus/api"
	panelapi "github.com/iptvops/terraform-provider-iptv/internal/panel/api"
	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
	telecomxapi "github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

const (
	telecomx = "telecomx"
	panel    = "panel"
	icareus  = "icareus"
)

// access is how the platforms are reached.
type access struct {
	endpoints    map[string]string
	telecomx     telecomxapi.Credentials
	host         string // Telecom X customer that hosts packages
	subscriber   string // Telecom X customer whose subscription may be changed; "" for none
	panel        panelapi.Credentials
	icareus      icareusapi.Credentials
	noTelecomX   bool
	noPanel      bool
	noIcareus    bool
	isSimulation bool
}

// simulatorAccess is that of the simulators' standard objects behind one base address.
func simulatorAccess(base string) access {
	base = strings.TrimRight(base, "/")
	return access{
		endpoints: map[string]string{telecomx: base, panel: base, icareus: base + "/api/channels/admin"},
		telecomx:  telecomxapi.Credentials{Username: simtelecomx.Username, Password: simtelecomx.Password},
		host:      simtelecomx.Reseller, subscriber: simtelecomx.Customer,
		panel:   panelapi.Credentials{APIKey: simpanel.APIKey, UserToken: simpanel.EditorToken},
		icareus: icareusapi.Credentials{OrganizationID: simicareus.Organization, Secret: simicareus.Secret},

		isSimulation: true,
	}
}

// accountAccess is that of the provider's environment variables. A platform without credentials is omitted.
func accountAccess(subscriber string) (access, error) {
	a := access{
		endpoints: map[string]string{
			telecomx: cmp.Or(os.Getenv("TELECOMX_ENDPOINT"), "https://api.telecomx.dk"), panel: os.Getenv("IPTV_PANEL_ENDPOINT"),
			icareus: cmp.Or(os.Getenv("ICAREUS_ENDPOINT"), "https://suiterc.icareus.com/api/channels/admin"),
		},
		telecomx: telecomxapi.Credentials{
			Token: os.Getenv("TELECOMX_TOKEN"), Username: os.Getenv("TELECOMX_USERNAME"), Password: os.Getenv("TELECOMX_PASSWORD"),
		},
		host: os.Getenv("TELECOMX_CUSTOMER_ID"), subscriber: subscriber,
		panel:   panelapi.Credentials{APIKey: os.Getenv("IPTV_PANEL_API_KEY"), UserToken: os.Getenv("IPTV_PANEL_USER_TOKEN")},
		icareus: icareusapi.Credentials{Token: os.Getenv("ICAREUS_TOKEN"), Secret: os.Getenv("ICAREUS_SECRET")},
	}
	if text := os.Getenv("ICAREUS_ORGANIZATION_ID"); text != "" {
		var err error
		if a.icareus.OrganizationID, err = strconv.ParseInt(text, 10, 64); err != nil {
			return access{}, fmt.Errorf("ICAREUS_ORGANIZATION_ID: %w", err)
		}
	}
	a.noTelecomX = a.host == "" || (a.telecomx.Token == "" && a.telecomx.Password == "")
	a.noPanel = a.endpoints[panel] == "" || a.panel.UserToken == ""
	a.noIcareus = a.icareus.OrganizationID == 0 || (a.icareus.Token == "" && a.icareus.Secret == "")
	if a.noTelecomX && a.noPanel && a.noIcareus {
		return access{}, errors.New("-account: the environment configures no platform; see the provider's documentation for the variables")
	}
	return a, nil
}

// lacks says why a type cannot be run with this access, "" when it can.
func (a access) lacks(t resourceType) string {
	switch {
	case t.platform == telecomx && a.noTelecomX, t.platform == panel && a.noPanel, t.platform == icareus && a.noIcareus:
		return t.platform + " is not configured"
	case t.singleton && a.subscriber == "":
		return "no -customer is named"
	}
	return ""
}

// world is the platforms as one run sees them: directly to set up and to count, through the proxy for the provider.
type world struct {
	access access
	tag    string // part of the name of all that belongs to the run
	proxy  *proxy
	close  []func()

	telecomx *telecomxapi.Client
	panel    *panelapi.Client
	icareus  *icareusapi.Client

	channels []string         // of Telecom X, that a package can take as BASE
	packages []string         // of Telecom X, to subscribe to
	plan     panelapi.Package // of the panel, to buy
	icon     string           // file of an icon
	retries  int              // max_retries of the provider
	timeout  time.Duration    // request_timeout of the provider
}

// direct is not used up by faults: what it carries never goes through a proxy.
var direct = cleanhttp.DefaultPooledTransport()

func newWorld(ctx context.Context, a *access, t resourceType, tag string, timeout time.Duration) (w *world, err error) {
	w = &world{tag: tag, retries: 1, timeout: timeout}
	defer func() {
		if err != nil {
			w.shut()
		}
	}()
	if a == nil {
		s := estate.Start()
		w.close = append(w.close, s.Close)
		w.access = simulatorAccess(s.URL())
		if t.simulate != nil {
			t.simulate(s)
		}
	} else {
		w.access = *a
	}
	upstream, err := url.Parse(w.access.endpoints[t.platform])
	if err != nil {
		return w, err
	}
	w.proxy = newProxy(upstream, direct)
	w.close = append(w.close, w.proxy.close)

	var configs [3]rest.Config
	for i, platform := range []string{telecomx, panel, icareus} {
		endpoint, err := url.Parse(w.access.endpoints[platform])
		if err != nil {
			return w, err
		}
		configs[i] = rest.Config{Platform: platform, Endpoint: endpoint, UserAgent: "iptv-faults", MaxRetries: 4}
	}
	w.telecomx = telecomxapi.New(configs[0], w.access.telecomx)
	w.panel = panelapi.New(configs[1], w.access.panel)
	w.icareus = icareusapi.New(configs[2], w.access.icareus)
	if t.prepare != nil {
		err = t.prepare(ctx, w)
	}
	return w, err
}

func (w *world) shut() {
	for i := len(w.close) - 1; i >= 0; i-- {
		w.close[i]()
	}
}

// provider is the provider block that leads through the proxy. Every value is set, so that no environment counts.
func (w *world) provider(t resourceType) config {
	through := func(platform string) string {
		endpoint, err := url.Parse(w.access.endpoints[platform])
		if err != nil {
			return "" // newWorld has parsed it
		}
		return w.proxy.server.URL + endpoint.Path
	}
	block := config{"request_timeout": w.timeout.String(), "max_retries": w.retries}
	switch t.platform {
	case telecomx:
		login := config{"endpoint": through(telecomx), "customer_id": w.access.host}
		if w.access.telecomx.Token != "" {
			login["token"] = w.access.telecomx.Token
		} else {
			login["username"], login["password"] = w.access.telecomx.Username, w.access.telecomx.Password
		}
		block[telecomx] = login
	case panel:
		block[panel] = config{"endpoint": through(panel), "api_key": w.access.panel.APIKey, "user_token": w.access.panel.UserToken}
	case icareus:
		login := config{"endpoint": through(icareus), "organization_id": w.access.icareus.OrganizationID}
		if w.access.icareus.Token != "" {
			login["token"] = w.access.icareus.Token
		} else {
			login["secret"] = w.access.icareus.Secret
		}
		block[icareus] = login
	}
	return block
}
