#!/usr/bin/perl
# Listens on the port $ARGV[0] for some seconds, closes it for some, and so on.
use strict;
use warnings;
use IO::Socket::INET;
$| = 1;
while (1) {
    my $server = IO::Socket::INET->new(
        LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 5, ReuseAddr => 1, Blocking => 0,
    );
    my $until = time + 4 + $$ % 5;
    while (time < $until) {
        my $caller = $server && $server->accept;
        close $caller if $caller;
        select undef, undef, undef, 0.05;
    }
    close $server if $server;
    sleep 1 + $$ % 4;
}
