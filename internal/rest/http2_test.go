package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// streams is an HTTP/2 platform made of frames: it counts the requests that it got whole, each of which may have been
// carried out, and ends each of them by the step.
type streams struct {
	tls     *tls.Config // of a client that trusts it
	address string
	step    func(s *stream)
	count   atomic.Int64
}

// stream is one request of a connection.
type stream struct {
	*http2.Framer

	id     uint32
	number int64 // of the request among all, from 1
	conn   net.Conn
}

func newStreams(t *testing.T, step func(s *stream)) *streams {
	t.Helper()
	secured := unstarted(t, ok)
	secured.StartTLS()
	server := &tls.Config{Certificates: secured.TLS.Certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", server)
	if err != nil {
		t.Fatal(err)
	}
	p := &streams{tls: trusting(secured), address: "https://" + listener.Addr().String(), step: step}
	var serving sync.WaitGroup
	var conns sync.Map
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Store(conn, nil)
			serving.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		conns.Range(func(conn, _ any) bool {
			if c, ok := conn.(net.Conn); ok {
				_ = c.Close()
			}
			return true
		})
		serving.Wait()
	})
	return p
}

func (p *streams) serve(conn net.Conn) {
	defer conn.Close() //nolint:errcheck // the connection's end is all that counts
	if _, err := io.ReadFull(conn, make([]byte, len(http2.ClientPreface))); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	if framer.WriteSettings() != nil {
		return
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		whole := false
		switch frame := frame.(type) {
		case *http2.SettingsFrame:
			if !frame.IsAck() {
				_ = framer.WriteSettingsAck()
			}
		case *http2.PingFrame:
			if !frame.IsAck() {
				_ = framer.WritePing(true, frame.Data)
			}
		case *http2.HeadersFrame:
			whole = frame.StreamEnded()
		case *http2.DataFrame:
			whole = frame.StreamEnded()
		}
		if whole {
			p.step(&stream{Framer: framer, id: frame.Header().StreamID, number: p.count.Add(1), conn: conn})
		}
	}
}

// begin writes the headers of a success, and the beginning of its body.
func (s *stream) begin() {
	var block bytes.Buffer
	_ = hpack.NewEncoder(&block).WriteField(hpack.HeaderField{Name: ":status", Value: "200"})
	_ = s.WriteHeaders(http2.HeadersFrameParam{StreamID: s.id, BlockFragment: block.Bytes(), EndHeaders: true})
	_ = s.WriteData(s.id, false, []byte(`{"id"`))
}

func (s *stream) succeed() {
	s.begin()
	_ = s.WriteData(s.id, true, []byte(`: 7}`))
}

func reset(code http2.ErrCode) func(*stream) {
	return func(s *stream) { _ = s.WriteRSTStream(s.id, code) }
}

// An HTTP/2 server may have carried out a request whatever it says afterwards: nothing beneath the retry table sends it
// again, neither over the same connection nor over another one.
func TestHTTP2SendsOnce(t *testing.T) {
	t.Parallel()
	faults := map[string]func(*stream){
		"PROTOCOL_ERROR": reset(http2.ErrCodeProtocol),
		"REFUSED_STREAM": reset(http2.ErrCodeRefusedStream),
		"CANCEL":         reset(http2.ErrCodeCancel),
		"INTERNAL_ERROR": reset(http2.ErrCodeInternal),
		"NO_ERROR":       reset(http2.ErrCodeNo),
		"GOAWAY before the request": func(s *stream) {
			_ = s.WriteGoAway(s.id-1, http2.ErrCodeNo, nil)
		},
		"GOAWAY after the request": func(s *stream) {
			_ = s.WriteGoAway(s.id, http2.ErrCodeNo, nil)
			_ = s.conn.Close()
		},
		"GOAWAY with an error": func(s *stream) {
			_ = s.WriteGoAway(0, http2.ErrCodeEnhanceYourCalm, nil)
			_ = s.conn.Close()
		},
		"closed":                   func(s *stream) { _ = s.conn.Close() },
		"truncated by CANCEL":      func(s *stream) { s.begin(); reset(http2.ErrCodeCancel)(s) },
		"truncated by a reset":     func(s *stream) { s.begin(); reset(http2.ErrCodeProtocol)(s) },
		"truncated by a refusal":   func(s *stream) { s.begin(); reset(http2.ErrCodeRefusedStream)(s) },
		"truncated by GOAWAY":      func(s *stream) { s.begin(); _ = s.WriteGoAway(0, http2.ErrCodeNo, nil); _ = s.conn.Close() },
		"truncated by the network": func(s *stream) { s.begin(); _ = s.conn.Close() },
	}
	for name, fault := range faults {
		for _, request := range []Request{get, remove, update, renew, create, anonymous} {
			for _, before := range []int64{0, 1} { // requests that succeed over the same connection before
				for _, retries := range []int{0, 2} {
					t.Run(name+"/"+request.Operation, func(t *testing.T) {
						t.Parallel()
						p := newStreams(t, func(s *stream) {
							if s.number <= before {
								s.succeed()
								return
							}
							fault(s)
						})
						logged := 0
						client := clientOf(t, p.address, func(config *Config, transport *http.Transport) {
							config.MaxRetries, transport.TLSClientConfig = retries, p.tls
							config.Log = func(context.Context, string, map[string]any) { logged++ }
						})
						for range before {
							if err := client.Do(t.Context(), get, nil); err != nil {
								t.Fatal(err)
							}
						}
						var out object
						err := client.Do(t.Context(), request, &out)
						want := int64(1)
						if request.Method == http.MethodGet || request.Repeat != Never {
							want += int64(retries)
						}
						if got := p.count.Load() - before; got != want || int64(logged) != want+before {
							t.Errorf("%d requests in %d attempts, want %d of each: %v", got, int64(logged)-before, want, err)
						}
						if e := failed(t, err); e.Outcome != Unknown {
							t.Errorf("the outcome is %d, want unknown: %v", e.Outcome, err)
						}
						const lost = "the connection was lost, or the request was reset, after it had been sent"
						if name == "REFUSED_STREAM" && !strings.Contains(err.Error(), lost) {
							t.Errorf("%v, want %q", err, lost)
						}
					})
				}
			}
		}
	}
}

// A request that was not sent, since the server closes its connection for new ones, is sent over another one.
func TestHTTP2AfterGoAway(t *testing.T) {
	t.Parallel()
	p := newStreams(t, func(s *stream) {
		s.succeed()
		_ = s.WriteGoAway(s.id, http2.ErrCodeNo, nil)
	})
	client := clientOf(t, p.address, func(config *Config, transport *http.Transport) {
		config.MaxRetries, transport.TLSClientConfig = 0, p.tls
	})
	for range 5 {
		if err := client.Do(t.Context(), create, nil); err != nil && !IsUnknown(err) {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond) // until GOAWAY has come
	}
	if got := p.count.Load(); got != 5 {
		t.Errorf("%d requests, want 5", got)
	}
}

// blackHole forwards connections until it swallows all that goes over those that are open.
type blackHole struct {
	net.Listener

	mu        sync.Mutex
	swallowed []*atomic.Bool
}

func newBlackHole(t *testing.T, to string) *blackHole {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	b := &blackHole{Listener: listener}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to)
			if err != nil {
				_ = client.Close()
				continue
			}
			swallow := &atomic.Bool{}
			b.mu.Lock()
			b.swallowed = append(b.swallowed, swallow)
			b.mu.Unlock()
			go forward(server, client, swallow)
			go forward(client, server, swallow)
		}
	}()
	return b
}

func (b *blackHole) swallow() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.swallowed {
		s.Store(true)
	}
}

func forward(to, from net.Conn, swallow *atomic.Bool) {
	defer to.Close() //nolint:errcheck // the connection's end is all that counts
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		if swallow.Load() {
			continue
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// A connection that swallows everything is found dead, so that the second attempt goes over another one.
func TestHTTP2DeadConnection(t *testing.T) {
	t.Parallel()
	p := unstarted(t, ok)
	p.EnableHTTP2 = true
	p.StartTLS()
	hole := newBlackHole(t, p.Listener.Addr().String())
	attempts := 0
	client := clientOf(t, "https://"+hole.Addr().String(), func(config *Config, transport *http.Transport) {
		transport.TLSClientConfig = trusting(p)
		config.Timeout, config.MaxRetries = 2*time.Second, 1
		config.Log = func(context.Context, string, map[string]any) { attempts++ }
	})
	if err := client.Do(t.Context(), get, nil); err != nil {
		t.Fatal(err)
	}
	hole.swallow()
	if err := client.Do(t.Context(), get, nil); err != nil || attempts != 3 {
		t.Errorf("%d attempts, want that the second one after the loss succeeds: %v", attempts-1, err)
	}
	if proto := p.requests()[0].ProtoMajor; proto != 2 {
		t.Errorf("HTTP/%d, want 2", proto)
	}
}
