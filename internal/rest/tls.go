package rest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"golang.org/x/net/http/httpguts"
)

// TLS says how the platform's certificate is verified and whether the client has one of its own. The zero value trusts
// what the machine trusts. TLS 1.2 is the least version.
type TLS struct {
	CACertificate     string // PEM, one or more certificates that are trusted instead of the machine's
	ClientCertificate string // PEM, with the certificates between it and its authority
	ClientKey         string // PEM, of ClientCertificate
	ServerName        string // the name that the platform's certificate must have instead of the endpoint's host
	SkipVerification  bool   // trust every certificate
}

// TLSError is what is wrong with one setting. Its text names the setting and holds no key.
type TLSError struct {
	Setting string // such as ca_certificate
	problem string
}

func (e *TLSError) Error() string { return "tls." + e.Setting + e.problem }

// Config makes the configuration of a transport. Its errors are *TLSError.
func (t TLS) Config() (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName}
	config.InsecureSkipVerify = t.SkipVerification
	if t.CACertificate != "" {
		certificates, err := parseCertificates(t.CACertificate)
		if err != nil {
			return nil, &TLSError{"ca_certificate", ": " + err.Error()}
		}
		config.RootCAs = x509.NewCertPool()
		for _, certificate := range certificates {
			config.RootCAs.AddCert(certificate)
		}
	}
	switch {
	case t.ClientCertificate == "" && t.ClientKey == "":
		return config, nil
	case t.ClientKey == "":
		return nil, &TLSError{"client_key", " is missing beside tls.client_certificate"}
	case t.ClientCertificate == "":
		return nil, &TLSError{"client_certificate", " is missing beside tls.client_key"}
	}
	if _, err := parseCertificates(t.ClientCertificate); err != nil {
		return nil, &TLSError{"client_certificate", ": " + err.Error()}
	}
	pair, err := tls.X509KeyPair([]byte(t.ClientCertificate), []byte(t.ClientKey))
	if err != nil {
		return nil, &TLSError{"client_key", " is not the unencrypted private key, in PEM, of tls.client_certificate"}
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}

func parseCertificates(text string) ([]*x509.Certificate, error) {
	var certificates []*x509.Certificate
	for rest := []byte(text); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("it holds a %s, where only certificates may be", strings.ToLower(block.Type))
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, errors.New("it holds a certificate that cannot be read")
		}
		certificates = append(certificates, certificate)
	}
	if len(certificates) == 0 {
		return nil, errors.New("it holds no certificate in PEM, that is, -----BEGIN CERTIFICATE----- and what follows; " +
			"pass the content of the file, as by file(\"ca.pem\")")
	}
	return certificates, nil
}

// ownHeaders are set by the client itself, belong to the connection, or would be the same for requests that differ.
var ownHeaders = []string{
	"Accept", "Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Idempotency-Key",
	"Keep-Alive", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade", "User-Agent", "X-Idempotency-Key",
}

// CheckHeader reports what is wrong with a further header of all requests. No error holds its value.
// credentials are the headers that carry the platform's.
func CheckHeader(name, value string, credentials ...string) error {
	canonical := textproto.CanonicalMIMEHeaderKey(name)
	switch {
	case !httpguts.ValidHeaderFieldName(name):
		return fmt.Errorf("%q is not the name of a header", name)
	case slices.Contains(ownHeaders, canonical), slices.Contains(credentials, canonical):
		return fmt.Errorf("the header %s is set by the provider and cannot be replaced", canonical)
	case !httpguts.ValidHeaderFieldValue(value):
		return fmt.Errorf("the value of the header %s holds a control character", canonical)
	}
	return nil
}

// addHeaders sets the further headers of the configuration where the client has set none of the name.
func (c *Config) addHeaders(to http.Header) {
	for name, value := range c.Headers {
		if name = textproto.CanonicalMIMEHeaderKey(name); !slices.Contains(ownHeaders, name) && to.Values(name) == nil {
			to.Set(name, value)
		}
	}
}

// isFinal reports whether an attempt failed before the platform could read the request, and would fail so again. Over a
// connection only TLS says so: since TLS 1.3 a client hears that its certificate is refused after it has sent a request.
func isFinal(err error, connected bool) bool {
	var (
		certificate *tls.CertificateVerificationError
		alert       *net.OpError
	)
	switch {
	case err == nil:
		return false
	case connected:
		return errors.As(err, &alert) && alert.Op == "remote error" && hasAny(alert, clientCertificate)
	}
	return errors.As(err, &certificate) || hasAny(err, oldVersion) || hasAny(err, clientCertificate) || hasAny(err, wrongAddress)
}

// Words of net/http and crypto/tls, which have no types for them.
var (
	oldVersion        = []string{"protocol version not supported", "server selected unsupported protocol version"}
	clientCertificate = []string{"remote error: tls: certificate required", "remote error: tls: bad certificate",
		"remote error: tls: unknown certificate authority", "remote error: tls: handshake failure"}
	notHTTPS     = "server gave HTTP response to HTTPS client"
	wrongAddress = []string{notHTTPS, "first record does not look like a TLS handshake", ": invalid port",
		"unsupported protocol scheme"}
)

func hasAny(err error, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(err.Error(), w) })
}

// advice says what to do about an attempt that failed for good, "" where there is nothing to be said.
func advice(err error) string {
	var (
		verification *tls.CertificateVerificationError
		name         x509.HostnameError
		invalid      x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &name):
		return "the certificate is for another name: check the endpoint, or set tls.server_name to a name of the certificate, " +
			"and tls.ca_certificate if its authority is private"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate is out of date, or this machine's clock is wrong; tls.ca_certificate cannot help, the platform needs a " +
			"new one"
	case errors.As(err, &verification):
		return "if the certificate is self-signed or of a private authority, set tls.ca_certificate to the authority's certificate in PEM"
	case hasAny(err, oldVersion):
		return "the provider needs TLS 1.2 or later, which the platform does not speak"
	case hasAny(err, clientCertificate):
		return "the platform may want a client certificate that it trusts: check tls.client_certificate and tls.client_key"
	case hasAny(err, wrongAddress):
		return "check the scheme and the port of the endpoint"
	}
	return ""
}
