// Package estate is the whole simulated estate: Telecom X, the line panel and Icareus Suite behind one listener.
package estate

import (
	"github.com/iptvops/terraform-provider-iptv/internal/simulator"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/icareus"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/panel"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// Server is the three platforms. The zero value is not usable: see [New] and [Start].
type Server struct {
	*simulator.Server

	Icareus  *icareus.Platform
	TelecomX *telecomx.Platform
	Panel    *panel.Platform
}

// New makes the platforms with their standard objects and no listener.
func New() *Server {
	clock := &simulator.Clock{}
	s := &Server{Icareus: icareus.New(clock), TelecomX: telecomx.New(clock), Panel: panel.New(clock)}
	s.Server = simulator.New(clock, s.Icareus, s.TelecomX, s.Panel)
	return s
}

// Start makes the platforms and serves them on a free loopback port until Close.
func Start() *Server {
	s := New()
	s.Listen()
	return s
}
