// Package pbkdf2 stands in for the one of the same name and gives the same keys. What tests hand over as derived already it does
// not derive again: each of a thousand starts of the engine has the same passphrase, and that would be half of what they cost.
package pbkdf2

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"os"
	"strings"
)

// "<SHA-256 of the salt and the password>:<key>", both in hex.
const derived = "PULUMI_DERIVED_KEY"

// Key is the function that the engine calls.
func Key(password, salt []byte, iterations, length int, hash func() hash.Hash) []byte {
	of, key, _ := strings.Cut(os.Getenv(derived), ":")
	sum := sha256.Sum256(append(append([]byte{}, salt...), password...))
	if known, err := hex.DecodeString(key); err == nil && len(known) == length && of == hex.EncodeToString(sum[:]) {
		return known
	}
	made, err := pbkdf2.Key(hash, string(password), salt, iterations, length)
	if err != nil {
		panic(err)
	}
	return made
}
