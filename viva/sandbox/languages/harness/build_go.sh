# sh build_go.sh COMPILE LINK ARCHIVES GO JUDGE PACKAGES
# Builds solution.go and call.go, with the files of JUDGE as a package of their own, into `solution`. ARCHIVES is the folder
# of the standard library's archives, for Go that has one (until 1.19); with "" those of PACKAGES are made first.
compile=$1 link=$2 archives=$3 go=$4 judge=$5 packages=$6
shown="$PWD=>"

if [ "$archives" ]; then
    found="-I $archives -I ."
    linked="-L $archives -L ."
else
    GOCACHE=$PWD/cache GOTMPDIR=$PWD "$go" list -export -deps \
        -f '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}' $packages >importcfg || exit
    echo "packagefile vivajudge=vivajudge.a" >>importcfg
    found="-importcfg importcfg"
    linked=$found
fi

"$compile" -p vivajudge -complete -pack -trimpath "$shown" $found -o vivajudge.a $judge &&
    "$compile" -p main -complete -pack -trimpath "$shown" $found -o main.a solution.go call.go &&
    "$link" -s -w $linked -o solution main.a
