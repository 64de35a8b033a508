// Package audit holds the tests that look at the provider as a whole from outside: where its secrets end up.
package audit
