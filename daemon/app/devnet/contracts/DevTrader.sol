// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

interface IPair {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function getReserves() external view returns (uint112 reserve0, uint112 reserve1, uint32 time);
    function swap(uint256 out0, uint256 out1, address to, bytes calldata data) external;
    function mint(address to) external returns (uint256 liquidity);
}

interface IPool {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function swap(address to, bool zeroForOne, int256 amount, uint160 priceLimit, bytes calldata data)
        external
        returns (int256 delta0, int256 delta1);
    function mint(address to, int24 lower, int24 upper, uint128 liquidity, bytes calldata data)
        external
        returns (uint256 amount0, uint256 amount1);
    function burn(int24 lower, int24 upper, uint128 liquidity)
        external
        returns (uint256 amount0, uint256 amount1);
    function collect(address to, int24 lower, int24 upper, uint128 most0, uint128 most1)
        external
        returns (uint128 amount0, uint128 amount1);
}

/// @title DevTrader
/// @notice Everyone's trader on a development chain: whoever calls, it trades its own tokens.
/// @dev Development chains only: any caller and any pool can take all it holds.
contract DevTrader {
    uint256 private constant WHOLE = 1_000_000;
    uint160 private constant LOWEST_PRICE = 4295128740;
    uint160 private constant HIGHEST_PRICE = 1461446703485210103287273052203988822378723970341;

    /// @notice Sells `amountIn` to a V2 pair.
    function swapV2(address pair, address tokenIn, uint256 amountIn, uint256 feePpm)
        external
        returns (uint256 out)
    {
        bool zeroForOne = tokenIn == IPair(pair).token0();
        (uint256 reserveIn, uint256 reserveOut,) = IPair(pair).getReserves();
        if (!zeroForOne) (reserveIn, reserveOut) = (reserveOut, reserveIn);
        uint256 taken = amountIn * (WHOLE - feePpm);
        out = taken * reserveOut / (reserveIn * WHOLE + taken);
        IToken(tokenIn).transfer(pair, amountIn);
        IPair(pair).swap(zeroForOne ? 0 : out, zeroForOne ? out : 0, address(this), "");
    }

    /// @notice Sells `amountIn` to a V3 pool at any price.
    function swapV3(address pool, address tokenIn, uint256 amountIn) external returns (uint256 out) {
        bool zeroForOne = tokenIn == IPool(pool).token0();
        (int256 delta0, int256 delta1) = IPool(pool).swap(
            address(this), zeroForOne, int256(amountIn), zeroForOne ? LOWEST_PRICE : HIGHEST_PRICE, ""
        );
        out = uint256(-(zeroForOne ? delta1 : delta0));
    }

    /// @notice Puts both tokens into a V2 pair and keeps the shares.
    function addV2(address pair, uint256 amount0, uint256 amount1) external {
        IToken(IPair(pair).token0()).transfer(pair, amount0);
        IToken(IPair(pair).token1()).transfer(pair, amount1);
        IPair(pair).mint(address(this));
    }

    /// @notice Adds liquidity between two ticks of a V3 pool.
    function mintV3(address pool, int24 lower, int24 upper, uint128 liquidity) external {
        IPool(pool).mint(address(this), lower, upper, liquidity, "");
    }

    /// @notice Takes liquidity out of a V3 pool, with all that it earned.
    function burnV3(address pool, int24 lower, int24 upper, uint128 liquidity) external {
        IPool(pool).burn(lower, upper, liquidity);
        IPool(pool).collect(address(this), lower, upper, type(uint128).max, type(uint128).max);
    }

    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        if (delta0 > 0) IToken(IPool(msg.sender).token0()).transfer(msg.sender, uint256(delta0));
        if (delta1 > 0) IToken(IPool(msg.sender).token1()).transfer(msg.sender, uint256(delta1));
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        if (amount0 > 0) IToken(IPool(msg.sender).token0()).transfer(msg.sender, amount0);
        if (amount1 > 0) IToken(IPool(msg.sender).token1()).transfer(msg.sender, amount1);
    }
}
