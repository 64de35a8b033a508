package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	simicareus "github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	simpanel "github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

func TestServesUntilInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	output, stdout := io.Pipe()
	code := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		code <- run(ctx, []string{"-addr", ":0", "-latency", "1ms", "-quiet"}, stdout, &stderr)
		_ = stdout.Close()
	}()
	base, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	base = strings.TrimSpace(base)
	if !strings.HasPrefix(base, "http://127.0.0.1:") {
		t.Errorf("base address %q, want one of loopback", base)
	}

	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/channels/admin?action=getChannels&organizationId=2631609",
		nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+simicareus.Token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}

	interrupt()
	if got := <-code; got != 0 || stderr.Len() > 0 {
		t.Errorf("exit code %d: %s", got, stderr.String())
	}
	if _, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://")); err == nil {
		t.Error("it still listens")
	}
}

func TestRefusesArguments(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	for _, name := range []string{"TELECOMX_TOKEN", "IPTV_PANEL_API_KEY", "ICAREUS_SECRET"} {
		t.Setenv(name, "")
	}
	for _, row := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"-addr", "8080"}, 2, `-addr "8080" is not an address`},
		{[]string{"-addr", "127.0.0.1:99999"}, 1, "cannot listen on 127.0.0.1:99999"},
		{[]string{"-addr", "127.0.0.1:x y"}, 1, "cannot listen on"},
		{[]string{"-addr", taken.Addr().String()}, 1, "Choose another -addr"},
		{[]string{"-latency", "-1s"}, 2, "negative"},
		{[]string{"-latency", "soon"}, 2, "invalid value"},
		{[]string{"127.0.0.1:8080"}, 2, "unexpected argument"},
		{[]string{"-help"}, 0, "-latency"},
		{[]string{"-help"}, 0, "create line                  panel.line.create\n"},
		{[]string{"-help"}, 0, "panel-rid-conflict           a request id that was used before"},
		{[]string{"-fault", "make line: 504"}, 2, `no operation "make line". Known are any, and: add credits`},
		{[]string{"-variant", "loud"}, 2, `no variant "loud". Known are: icareus-errors-in-ok`},
		{[]string{"-seed", "no-such-file.json"}, 2, "cannot read the seed: open no-such-file.json"},
		{[]string{"-copy", "-", "--", "go", "version"}, 2, "-copy serves nothing"},
		{[]string{"-with-passwords"}, 2, "belong to -copy"},
		{[]string{"-copy", "-", "-customer", "12"}, 2, "24 hexadecimal characters are wanted"},
		{[]string{"-copy", "no-such-directory/seed.json"}, 1, "no platform is configured: set the variables"},
		{[]string{"-seed", "main.go"}, 2, "main.go is no seed: line 1, column 1"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), row.args, &stdout, &stderr); code != row.code || !strings.Contains(stderr.String(), row.want) {
			t.Errorf("%v: exit code %d, %q, want %d and %q", row.args, code, stderr.String(), row.code, row.want)
		}
		if stdout.Len() > 0 {
			t.Errorf("%v printed %q", row.args, stdout.String())
		}
	}
}

func TestPrintsSchemaAndSample(t *testing.T) {
	for arg, want := range map[string]string{"-print-schema": seed.Schema, "-print-seed": seed.Sample} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), []string{arg}, &stdout, &stderr); code != 0 || stdout.String() != want || stderr.Len() > 0 {
			t.Errorf("%s: exit code %d, %q", arg, code, stderr.String())
		}
	}
}

func TestPrintsTheConfigurationOfASeed(t *testing.T) {
	document, err := seed.Parse([]byte(seed.Sample))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := settings(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, document).print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"organization_id = 1001\n", `username    = "operator@example.com"` + "\n", "export ICAREUS_SECRET_2='secret-of-1002'\n",
		"export IPTV_PANEL_USER_TOKEN_2='partner-token'\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	// A platform without an account is not configured.
	if document, err = seed.Parse([]byte(`{"panel": {"users": [{"name": "billing"}]}}`)); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := settings(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, document).print(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "icareus") || strings.Contains(out.String(), "TELECOMX") {
		t.Errorf("it names other platforms:\n%s", out.String())
	}
}

func TestPrintsTheConfiguration(t *testing.T) {
	for _, row := range []struct {
		addr  net.TCPAddr
		base  string
		plain bool
	}{
		{net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, "http://127.0.0.1:8080", false},
		{net.TCPAddr{IP: net.IPv6loopback, Port: 8080}, "http://[::1]:8080", false},
		{net.TCPAddr{IP: net.IPv6unspecified, Port: 8080}, "http://127.0.0.1:8080", false},
		{net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 80}, "http://192.0.2.7:80", true},
	} {
		var out strings.Builder
		if err := settings(&row.addr, nil).print(&out); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			`endpoint        = "` + row.base + `/api/channels/admin"`, "organization_id = 2631609\n",
			`endpoint   = "` + row.base + `"`, `endpoint    = "` + row.base + `"`,
			"export ICAREUS_ENDPOINT='" + row.base + "/api/channels/admin'\n", "export ICAREUS_SECRET='secret'\n",
			"export TELECOMX_CUSTOMER_ID='" + simtelecomx.Reseller + "'\n",
			"export IPTV_PANEL_USER_TOKEN='" + simpanel.UserToken + "'\n",
		} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s: no %q in\n%s", row.base, want, out.String())
			}
		}
		if strings.Contains(out.String(), "  allow_plain_http = true\n") != row.plain {
			t.Errorf("%s: allow_plain_http, want %t, in\n%s", row.base, row.plain, out.String())
		}
	}
}
