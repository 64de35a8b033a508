// Package walk is a random walk: the provider, several objects of every type at once, through random configurations,
// outside changes, imports, faults and interrupts, and after every step the rules that no step may break.
//
// The provider runs in process through its protocol, against the simulator, in a bubble of virtual time and without a
// network, so that waiting costs nothing and a step some milliseconds.
package walk
