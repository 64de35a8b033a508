// Package simulator is the core of the simulated platforms: the listener, the faults, the request log and the clock.
// The platforms are the packages telecomx, panel and icareus below it, each of which knows only this one; package estate
// puts the three behind one listener and names faults and variants, seed fills them from a document, control changes them
// over HTTP, and cmd/iptv-sim serves that alone. All of them follow the platforms' references
// (internal/<platform>/api/README.md), never more leniently, and know nothing of Terraform or of the provider. The command's
// -copy alone reaches the provider's clients, through internal/simcopy.
//
// A test starts an estate, seeds the platforms (AddChannel, AddLine, AddPackage ...), runs what it tests, inspects what
// the platforms have (Channels, Lines, Ledger ...) and which requests arrived ([Server.Count], [Server.Requests]).
//
//	s := estate.Start()
//	defer s.Close()
//	id := s.Icareus.AddChannel(icareus.Organization, icareus.NewChannel("News"))
//
// # Faults
//
// A fault is what a network, a gateway or an overloaded platform does to a request, whatever the call means: an error
// status, a dropped connection, a truncated body. [Server.Inject] takes any number of [Fault] values, each of which
// selects requests by Operation, Match, Skip and Times. The names of the operations are in the call tables: routes in
// telecomx and panel, actions in icareus.
//
//	s.Inject(simulator.Fault{Operation: "icareus.addChannel", Kind: simulator.Drop, Commit: true})
//
// To add a kind: a constant of [Kind] with a comment that says what the client sees, its case in the method fail of
// fault.go, an entry in [Fault].commits if the call is carried out first, and a row in TestFaultKinds. The random walk
// (internal/walk) and the fault matrix (internal/faults) name the kinds that they draw.
//
// # Variants
//
// A variant is behaviour of one platform that its reference leaves open or that differs between versions: the shape of a
// value, the status of a refusal, whether a request id is remembered. Each platform has a type Variants whose zero value
// is the documented behaviour, and SetVariants.
//
//	s.Panel.SetVariants(func(v *panel.Variants) { v.RID = panel.RIDForgotten })
//
// To add one: a field of Variants (variants.go of the platform) with a comment that says what the platform does, the
// place that reads it, a test beside the others in variants_test.go, a name for users in estate/variant.go, and a line in internal/walk if
// the provider has to
// cope with it on any configuration.
//
// # Scenarios
//
// A scenario is what other clients and time do meanwhile. The methods that simulate another client (UpdateChannel,
// DeleteLine, RenewLine, RemoveIcon ...) work between two steps of a test and, from the Do of a fault, in the middle of a
// call; Kind [Pass] leaves the response as it is. [Server.Advance] moves the platforms' time.
//
//	s.Inject(simulator.Fault{Operation: "panel.line.renew", Kind: simulator.Pass, Do: func() { s.Panel.DeleteLine(id) }})
//
// To add one that several tests need: a method of the platform in its file of the in-process API (platform.go in icareus,
// state.go in panel, seed.go and lineup.go in telecomx) that takes the lock, changes the state as another client would
// and reports whether there was such an object. Objects that every test finds are made in New of each platform.
package simulator
