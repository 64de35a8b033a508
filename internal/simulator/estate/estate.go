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
	return join(clock, icareus.New(clock), telecomx.New(clock), panel.New(clock))
}

// NewEmpty makes the platforms without any object, the panel with that key, and no listener.
func NewEmpty(panelKey string) *Server {
	clock := &simulator.Clock{}
	return join(clock, icareus.NewEmpty(clock), telecomx.NewEmpty(clock), panel.NewEmpty(clock, panelKey))
}

func join(clock *simulator.Clock, i *icareus.Platform, t *telecomx.Platform, p *panel.Platform) *Server {
	return &Server{Server: simulator.New(clock, i, t, p), Icareus: i, TelecomX: t, Panel: p}
}

// Start makes the platforms and serves them on a free loopback port until Close.
func Start() *Server {
	s := New()
	s.Listen()
	return s
}
