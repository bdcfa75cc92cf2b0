// Command pki writes what a throw-away control plane on this host needs to be trusted: a certificate
// authority, a serving certificate for the loopback names and the key that signs service-account tokens.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pki DIRECTORY")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "pki:", err)
		os.Exit(1)
	}
}

func write(directory string) error {
	authority := template("test control plane authority")
	authority.IsCA = true
	authority.KeyUsage = x509.KeyUsageCertSign
	authorityKey, err := newKey()
	if err != nil {
		return err
	}
	if err := writeCertificate(directory, "ca", authority, authority, authorityKey, authorityKey); err != nil {
		return err
	}
	if err := writeServing(directory, authority, authorityKey); err != nil {
		return err
	}
	return writeServiceAccountKeys(directory)
}

func writeServing(directory string, authority *x509.Certificate, authorityKey *ecdsa.PrivateKey) error {
	serving := template("kube-apiserver")
	serving.KeyUsage = x509.KeyUsageDigitalSignature
	serving.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	serving.DNSNames = []string{"localhost", "kubernetes.default.svc"}
	serving.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	key, err := newKey()
	if err != nil {
		return err
	}
	if err := writeKey(directory, "serving", key); err != nil {
		return err
	}
	return writeCertificate(directory, "serving", serving, authority, key, authorityKey)
}

func writeServiceAccountKeys(directory string) error {
	key, err := newKey()
	if err != nil {
		return err
	}
	if err := writeKey(directory, "service-account", key); err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	return writePEM(filepath.Join(directory, "service-account.pub"), "PUBLIC KEY", public)
}

func template(commonName string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: commonName},
		// A clock that steps back a little between two processes must not make the certificate "not yet valid".
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().AddDate(0, 1, 0),
		BasicConstraintsValid: true,
	}
}

func newKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

func writeCertificate(directory, name string, certificate, parent *x509.Certificate, key, parentKey *ecdsa.PrivateKey) error {
	signed, err := x509.CreateCertificate(rand.Reader, certificate, parent, &key.PublicKey, parentKey)
	if err != nil {
		return err
	}
	return writePEM(filepath.Join(directory, name+".crt"), "CERTIFICATE", signed)
}

func writeKey(directory, name string, key *ecdsa.PrivateKey) error {
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePEM(filepath.Join(directory, name+".key"), "EC PRIVATE KEY", encoded)
}

func writePEM(path, kind string, content []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}), 0o600)
}
