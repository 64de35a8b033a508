package rest

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// ParseEndpoint reads a platform's base address. It refuses addresses without a scheme or host, with credentials, a
// query or a fragment, and plain http to anything but a loopback address unless allowPlainHTTP.
func ParseEndpoint(text string, allowPlainHTTP bool) (*url.URL, error) {
	address, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("this is not an address such as https://api.example.com")
	}
	switch {
	case address.Scheme != "https" && address.Scheme != "http":
		return nil, errors.New("the address must begin with https://")
	case address.Hostname() == "":
		return nil, errors.New("the address names no host")
	case !isPort(address.Port()):
		return nil, errors.New("the address has a port that does not exist: ports are 1 to 65535")
	case address.User != nil:
		return nil, errors.New("the address must not hold credentials; they have attributes of their own")
	case address.RawQuery != "" || address.ForceQuery || address.Fragment != "":
		return nil, errors.New("the address must not have a query or a fragment")
	case address.Scheme == "http" && !allowPlainHTTP && !isLoopback(address.Hostname()):
		return nil, fmt.Errorf("plain http would send the credentials to %s in clear text; use https, or set allow_plain_http = true",
			address.Hostname())
	}
	address = address.JoinPath() // without . and ..
	address.RawPath = strings.TrimRight(address.EscapedPath(), "/")
	if address.Path, err = url.PathUnescape(address.RawPath); err != nil {
		return nil, errors.New("the address has a path that is not valid")
	}
	return address, nil
}

func isPort(text string) bool {
	port, err := strconv.Atoi(text)
	return text == "" || err == nil && port >= 1 && port <= 65535
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
