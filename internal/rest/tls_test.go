package rest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// authority is a private authority and what it signs.
type authority struct {
	t           *testing.T
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t}
	a.certificate = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Private authority"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	var key string
	a.pem, key = a.sign(a.certificate)
	pair, err := tls.X509KeyPair([]byte(a.pem), []byte(key))
	if err != nil {
		t.Fatal(err)
	}
	a.key, _ = pair.PrivateKey.(*ecdsa.PrivateKey)
	return a
}

// sign makes a certificate and its key in PEM, signed by the authority or, without one, by itself.
func (a *authority) sign(template *x509.Certificate) (certificate, key string) {
	a.t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	signer := a.key
	if signer == nil {
		signer = own
	}
	made, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &own.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(own)
	if err != nil {
		a.t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
}

func (a *authority) leaf(edit func(*x509.Certificate)) (certificate, key string) {
	a.t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "leaf"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter:    time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth,
			x509.ExtKeyUsageClientAuth},
	}
	if edit != nil {
		edit(template)
	}
	return a.sign(template)
}

func (a *authority) server(edit func(*x509.Certificate)) *tls.Config {
	a.t.Helper()
	certificate, key := a.leaf(edit)
	pair, err := tls.X509KeyPair([]byte(certificate), []byte(key))
	if err != nil {
		a.t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t), newAuthority(t)
	wantsCertificate := func(version uint16) *tls.Config {
		server := a.server(nil)
		server.ClientAuth, server.ClientCAs, server.MaxVersion = tls.RequireAndVerifyClientCert, x509.NewCertPool(), version
		server.ClientCAs.AddCert(parsed(t, a.pem))
		return server
	}
	old := a.server(nil)
	old.MinVersion, old.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	expired := a.server(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	named := a.server(func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"panel.example.com"} })
	certificate, key := a.leaf(nil)
	foreign, foreignKey := other.leaf(nil)

	rows := []struct {
		name   string
		server *tls.Config
		client TLS
		want   []string // of the error; none means success
	}{
		{"own authority", a.server(nil), TLS{CACertificate: a.pem}, nil},
		{"several authorities", a.server(nil), TLS{CACertificate: other.pem + "\n" + a.pem}, nil},
		{"not verified", expired, TLS{SkipVerification: true}, nil},
		{"another name", named, TLS{CACertificate: a.pem, ServerName: "panel.example.com"}, nil},
		{"client certificate, TLS 1.3", wantsCertificate(tls.VersionTLS13),
			TLS{CACertificate: a.pem, ClientCertificate: certificate, ClientKey: key}, nil},
		{"client certificate, TLS 1.2", wantsCertificate(tls.VersionTLS12),
			TLS{CACertificate: a.pem, ClientCertificate: certificate, ClientKey: key}, nil},

		{"private authority", a.server(nil), TLS{}, []string{"unknown authority", "tls.ca_certificate"}},
		{"wrong authority", a.server(nil), TLS{CACertificate: other.pem}, []string{"unknown authority", "tls.ca_certificate"}},
		{"expired", expired, TLS{CACertificate: a.pem}, []string{"expired", "out of date", "clock", "tls.ca_certificate"}},
		{"wrong name", named, TLS{CACertificate: a.pem}, []string{"127.0.0.1", "tls.server_name", "tls.ca_certificate"}},
		{"no client certificate, TLS 1.3", wantsCertificate(tls.VersionTLS13), TLS{CACertificate: a.pem},
			[]string{"may want a client certificate that it trusts: check tls.client_certificate and tls.client_key"}},
		{"no client certificate, TLS 1.2", wantsCertificate(tls.VersionTLS12), TLS{CACertificate: a.pem},
			[]string{"tls.client_certificate"}},
		{"foreign client certificate, TLS 1.3", wantsCertificate(tls.VersionTLS13),
			TLS{CACertificate: a.pem, ClientCertificate: foreign, ClientKey: foreignKey}, []string{"tls.client_certificate"}},
		{"TLS 1.1", old, TLS{CACertificate: a.pem}, []string{"TLS 1.2 or later"}},
		{"TLS 1.1, not verified", old, TLS{SkipVerification: true}, []string{"TLS 1.2 or later"}},
	}
	for _, row := range rows {
		for _, http2 := range []bool{false, true} {
			for _, request := range []Request{get, create} {
				p := unstarted(t, ok)
				p.TLS, p.EnableHTTP2 = row.server.Clone(), http2
				p.StartTLS()
				settings, err := row.client.Config()
				if err != nil {
					t.Fatalf("%s: %v", row.name, err)
				}
				attempts := 0
				client := p.client(t, func(config *Config, transport *http.Transport) {
					transport.TLSClientConfig = settings
					config.Log = func(context.Context, string, map[string]any) { attempts++ }
				})
				err = client.Do(t.Context(), request, nil)
				if len(row.want) == 0 {
					if err != nil || (p.requests()[0].ProtoMajor == 2) != http2 {
						t.Errorf("%s: over %s: %v", row.name, p.requests()[0].Proto, err)
					}
					continue
				}
				e := failed(t, err)
				if strings.HasSuffix(row.name, "TLS 1.3") {
					// The server refuses after the client's handshake: whether its reason or the end of the connection comes
					// first is open.
					if len(p.requests()) != 0 {
						t.Errorf("%s: %d requests", row.name, len(p.requests()))
					}
					continue
				}
				if e.Outcome != NeverSent || IsPassing(err) || attempts != 1 || len(p.requests()) != 0 {
					t.Errorf("%s: outcome %d, passing %t, %d attempts, %d requests: %v", row.name, e.Outcome, IsPassing(err), attempts,
						len(p.requests()), err)
				}
				for _, want := range row.want {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("%s: %q is not in %v", row.name, want, err)
					}
				}
			}
		}
	}
}

// Since TLS 1.3 the client certificate is refused after the request was sent, and before it is read.
func TestLateRefusalOfCertificate(t *testing.T) {
	t.Parallel()
	alert := func(op, text string) error {
		return fmt.Errorf("read: %w", &net.OpError{Op: op, Err: errors.New(text)})
	}
	for _, row := range []struct {
		err       error
		connected bool
		want      bool
	}{
		{alert("remote error", "tls: certificate required"), true, true},
		{alert("remote error", "tls: bad certificate"), true, true},
		{alert("remote error", "tls: internal error"), true, false},
		{alert("read", "remote error: tls: certificate required"), true, false},
		{errors.New(`malformed HTTP response "remote error: tls: certificate required"`), true, false},
		{errors.New("http: server gave HTTP response to HTTPS client"), true, false},
		{errors.New("http: server gave HTTP response to HTTPS client"), false, true},
		{alert("remote error", "tls: handshake failure"), false, true},
		{nil, true, false},
	} {
		if got := isFinal(row.err, row.connected); got != row.want {
			t.Errorf("%v, connected %t: %t", row.err, row.connected, got)
		}
		if row.want && advice(row.err) == "" {
			t.Errorf("%v: no advice", row.err)
		}
	}
}

func parsed(t *testing.T, text string) *x509.Certificate {
	t.Helper()
	certificates, err := parseCertificates(text)
	if err != nil {
		t.Fatal(err)
	}
	return certificates[0]
}

func TestTLSSettings(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	certificate, key := a.leaf(nil)
	_, another := a.leaf(nil)
	for want, settings := range map[string]TLS{
		"tls.ca_certificate: it holds no certificate": {CACertificate: "/etc/ssl/ca.pem"},
		"tls.ca_certificate: it holds a private key":  {CACertificate: key},
		"tls.ca_certificate: it holds a certificate that": {
			CACertificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"},
		"tls.client_key is missing":             {ClientCertificate: certificate},
		"tls.client_certificate is missing":     {ClientKey: key},
		"tls.client_certificate: it holds":      {ClientCertificate: "certificate", ClientKey: key},
		"tls.client_key is not the":             {ClientCertificate: certificate, ClientKey: another},
		"tls.client_key is not the unencrypted": {ClientCertificate: certificate, ClientKey: "s3cret-key"},
	} {
		_, err := settings.Config()
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("error is %v, want %q in it", err, want)
		}
	}
}

// What fails in the same way again is not tried again.
func TestPermanentFailures(t *testing.T) {
	t.Parallel()
	plain := newPlatform(t, ok)
	for endpoint, want := range map[string]string{
		"http://127.0.0.1:99999":                         "port",
		strings.Replace(plain.URL, "http:", "https:", 1): "check the scheme and the port of the endpoint",
	} {
		for _, request := range []Request{get, create} {
			attempts := 0
			client := clientOf(t, endpoint, func(config *Config, _ *http.Transport) {
				config.Log = func(context.Context, string, map[string]any) { attempts++ }
			})
			err := client.Do(t.Context(), request, nil)
			if e := failed(t, err); attempts != 1 || e.Outcome != NeverSent || IsPassing(err) || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %d attempts, outcome %d: %v", endpoint, attempts, e.Outcome, err)
			}
		}
	}
	// A response that quotes such words is none of these failures.
	client := clientOf(t, "http://"+rawPlatform(t, "HTTP/1.1 first record does not look like a TLS handshake: invalid port\r\n\r\n"), nil)
	if err := client.Do(t.Context(), create, nil); !IsUnknown(err) {
		t.Errorf("IsUnknown is false: %v", err)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	p := newPlatform(t, respond(400, `{"error": "seen g4teway-s3cret, Zm9vOmJhcg== and cookie-value"}`))
	client := p.client(t, func(config *Config, _ *http.Transport) {
		config.Headers = map[string]string{
			"x-gateway": "g4teway-s3cret", "Authorization": "Basic Zm9vOmJhcg==", "Cookie": "sid=cookie-value", "X-Api-Key": "not ours",
			"user-agent": "mine", "Content-Type": "text/plain", "Accept": "*/*", "Host": "example.com", "Idempotency-Key": "1",
		}
		config.Authorize = func(_ context.Context, r *http.Request) error { r.Header.Set("X-Api-Key", "ours-ours"); return nil }
	})
	err := client.Do(t.Context(), create, nil)
	sent := p.requests()[0]
	for name, want := range map[string]string{
		"X-Gateway": "g4teway-s3cret", "Authorization": "Basic Zm9vOmJhcg==", "X-Api-Key": "ours-ours",
		"User-Agent":   "terraform-provider-iptv/test",
		"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": "",
	} {
		if got := sent.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if address, _ := url.Parse(p.URL); sent.Host != address.Host {
		t.Errorf("the host is %s", sent.Host)
	}
	for _, secret := range []string{"g4teway", "Zm9vOmJhcg"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s is in %v", secret, err)
		}
	}
}

func TestCheckHeader(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"X-Gateway", "cookie", "Authorization", "CF-Access-Client-Id"} {
		if err := CheckHeader(name, "value"); err != nil {
			t.Error(err)
		}
	}
	for name, value := range map[string]string{
		"user-agent": "x", "HOST": "x", "content-length": "1", "Transfer-Encoding": "x", "a b": "x", "": "x", "X-Y": "s3cret\r\nX-Z: " +
			"1", "authorization": "x", "Idempotency-key": "x",
	} {
		if err := CheckHeader(name, value, "Authorization"); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: %v", name, err)
		}
	}
}
