package telecomx

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/iptvops/terraform-provider-iptv/internal/rest"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/estate"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
	"github.com/iptvops/terraform-provider-iptv/internal/telecomx/api"
)

// Without a window a thousand accounts are two requests; a window with a limit is one.
func TestAccountsWindows(t *testing.T) {
	server := estate.Start()
	t.Cleanup(server.Close)
	endpoint, err := rest.ParseEndpoint(server.URL(), false)
	if err != nil {
		t.Fatal(err)
	}
	p := New(api.New(rest.Config{Endpoint: endpoint}, api.Credentials{Token: simtelecomx.Token}), Settings{})
	host := server.TelecomX.AddCustomer(simtelecomx.CustomerInfo{Name: "Large", Parent: simtelecomx.Reseller,
		Features: []string{"IPTVPRIVATE"}})
	names := server.TelecomX.AddDRMAccounts(host, 1000)
	null := types.Int64Null()
	for _, c := range []struct {
		offset, limit types.Int64
		n, requests   int
		first         int
	}{
		{null, null, 1000, 2, 0},
		{types.Int64Value(25), types.Int64Value(50), 50, 1, 25},
		{null, types.Int64Value(500), 500, 1, 0},
		{types.Int64Value(300), null, 700, 2, 300},
		{types.Int64Value(999), null, 1, 1, 999},
		{types.Int64Value(1000), null, 0, 1, 0},
		{types.Int64Value(2000), types.Int64Value(1), 0, 1, 0},
	} {
		server.ResetRequests()
		q := accountsQuery{CustomerID: types.StringValue(host), Offset: c.offset, Limit: c.limit}
		accounts, total, holds, err := q.read(t.Context(), p)
		if err != nil || !holds {
			t.Fatal(holds, err)
		}
		if n := server.Count(); len(accounts) != c.n || n != c.requests || total != 1000 {
			t.Errorf("offset %s, limit %s: %d accounts of %d in %d requests, want %d in %d", c.offset, c.limit, len(accounts), total, n,
				c.n, c.requests)
		}
		if c.n > 0 && accounts[0].Username != names[c.first] {
			t.Errorf("offset %s: the first account is %s, want %s", c.offset, accounts[0].Username, names[c.first])
		}
	}
}
