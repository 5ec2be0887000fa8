// A compute with grpc-go: echoes bytes in every shape. Prints its port.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// raw passes messages as bytes.
type raw struct{}

func (raw) Name() string                    { return "proto" }
func (raw) Marshal(v any) ([]byte, error)   { return *v.(*[]byte), nil }
func (raw) Unmarshal(d []byte, v any) error { *v.(*[]byte) = bytes.Clone(d); return nil }

var cancelled atomic.Int64

func receive(stream grpc.ServerStream) ([]byte, error) {
	var message []byte
	err := stream.RecvMsg(&message)
	return message, err
}

func send(stream grpc.ServerStream, message []byte) error { return stream.SendMsg(&message) }

func serve(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	switch method {
	case "/t.T/up":
		total := 0
		for {
			message, err := receive(stream)
			if errors.Is(err, io.EOF) {
				return send(stream, fmt.Append(nil, total))
			}
			if err != nil {
				return err
			}
			total += len(message)
		}
	case "/t.T/both":
		for {
			message, err := receive(stream)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := send(stream, message); err != nil {
				return err
			}
		}
	}
	request, err := receive(stream)
	if err != nil {
		return err
	}
	switch method {
	case "/t.T/echo":
		return send(stream, request)
	case "/t.T/fail":
		return status.Error(codes.DataLoss, string(request))
	case "/t.T/hang":
		<-stream.Context().Done()
		cancelled.Add(1)
		return stream.Context().Err()
	case "/t.T/cancelled":
		return send(stream, fmt.Append(nil, cancelled.Load()))
	case "/t.T/metadata":
		var text []byte
		received, _ := metadata.FromIncomingContext(stream.Context())
		for key, values := range received {
			for _, value := range values {
				text = fmt.Appendf(text, "%s=%s\n", key, value)
			}
		}
		return send(stream, text)
	case "/t.T/down":
		var count, size int
		fmt.Sscan(string(request), &count, &size)
		message := bytes.Repeat([]byte("d"), size)
		for range count {
			if err := send(stream, message); err != nil {
				return err
			}
		}
		return nil
	}
	return status.Error(codes.Unimplemented, method)
}

func main() {
	encoding.RegisterCodec(raw{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	server := grpc.NewServer(grpc.UnknownServiceHandler(serve), grpc.MaxRecvMsgSize(8<<20))
	panic(server.Serve(listener))
}
